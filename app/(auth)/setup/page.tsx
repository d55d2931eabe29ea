import type { Metadata } from "next";
import { AccountForm } from "@/components/auth/account-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { setUpForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { getPageWords } from "@/lib/auth/page-words";
import { findMinPasswordLength } from "@/lib/auth/second-factor-rule";
import { isSetUpTokenValid } from "@/lib/auth/set-up";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState, query } = await readAuthPage(searchParams, setUpForm);
  const { common, auth } = await getPageWords();
  const isValid = await isSetUpTokenValid(query("token") ?? "");
  const title = common.pageTitle(isValid ? auth.setUp.title : auth.setUp.overTitle, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

/** Opening the link does not use it up, because mail scanners and previews open links too. */
export default async function SetUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, formState, query } = await readAuthPage(searchParams, setUpForm);
  const words = await getPageWords();
  const texts = words.auth.setUp;
  const token = query("token") ?? "";
  if (!(await isSetUpTokenValid(token))) {
    return (
      <AuthCard title={texts.overTitle} lead={<p>{texts.overBody}</p>}>
        <LinkButton href="/login" variant="primary" size="lg" isFullWidth>
          {texts.signIn}
        </LinkButton>
      </AuthCard>
    );
  }
  return (
    <AuthCard title={texts.title} lead={<p>{texts.lead}</p>}>
      <AccountForm
        words={words}
        action="/setup/submit"
        csrf={csrf}
        token={token}
        submitLabel={texts.submit}
        minLength={await findMinPasswordLength()}
        problem={formState}
        values={formState?.values ?? {}}
      />
    </AuthCard>
  );
}
