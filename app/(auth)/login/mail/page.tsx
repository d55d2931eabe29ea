import type { Metadata } from "next";
import { MailRequestForm } from "@/components/auth/mail-request-form";
import { AuthCard } from "@/components/ui/auth-card";
import { mailedSignInForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, mailedSignInForm);
  const { common, auth } = await getPageWords();
  const title = common.pageTitle(auth.mailedCode.title, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

export default async function MailedSignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, destination, formState, user } = await readAuthPage(searchParams, mailedSignInForm);
  const words = await getPageWords();
  const texts = words.auth.mailedCode;
  return (
    <AuthCard title={texts.title} lead={<p>{texts.lead}</p>}>
      <MailRequestForm
        words={words}
        action="/login/mail/submit"
        csrf={csrf}
        destination={destination}
        field="username"
        email={formState?.values.username ?? user?.email ?? ""}
        error={formState?.message ?? undefined}
        submit={{ id: "code-submit", label: texts.submit }}
      />
      <p>
        <a className="link" href={pathFor("/login", destination)}>
          {words.auth.reset.back}
        </a>
      </p>
    </AuthCard>
  );
}
