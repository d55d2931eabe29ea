import type { Metadata } from "next";
import { MailRequestForm } from "@/components/auth/mail-request-form";
import { AuthCard } from "@/components/ui/auth-card";
import { resetForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, resetForm);
  const { common, auth } = await getPageWords();
  const title = common.pageTitle(auth.reset.title, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

export default async function ResetPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, destination, formState, user } = await readAuthPage(searchParams, resetForm);
  const words = await getPageWords();
  const texts = words.auth.reset;
  return (
    <AuthCard title={texts.title} lead={<p>{texts.lead}</p>}>
      <MailRequestForm
        words={words}
        action="/reset/submit"
        csrf={csrf}
        destination={destination}
        field="email"
        email={formState?.values.email ?? user?.email ?? ""}
        error={formState?.message ?? undefined}
        submit={{ id: "reset-submit", label: texts.submit }}
      />
      <p>
        <a className="link" href={pathFor("/login", destination)}>
          {texts.back}
        </a>
      </p>
    </AuthCard>
  );
}
