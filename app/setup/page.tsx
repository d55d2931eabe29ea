import type { Metadata } from "next";
import { AccountForm } from "@/components/auth/account-form";
import { AuthCard } from "@/components/ui/auth-card";
import { LinkButton } from "@/components/ui/button";
import { PageShell } from "@/components/ui/page-shell";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { passwordMinLength } from "@/lib/auth/password-rules";
import { isSetUpTokenValid } from "@/lib/auth/set-up";
import { getWords } from "@/lib/i18n/words";

const form = { form: "set-up", isSessionBound: false };

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, form);
  const { common, auth } = getWords();
  const title = common.pageTitle(auth.setUp.title, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

/** Opening the link uses nothing up: mail scanners and previews open links too. */
export default async function SetUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { page, csrf, formState, query } = await readAuthPage(searchParams, form);
  const words = getWords().auth.setUp;
  const token = query("token") ?? "";
  if (!(await isSetUpTokenValid(token))) {
    return (
      <PageShell page={page} layout="auth">
        <AuthCard title={words.overTitle} lead={<p>{words.overBody}</p>}>
          <LinkButton href="/login" variant="primary" size="lg" isFullWidth>
            {words.signIn}
          </LinkButton>
        </AuthCard>
      </PageShell>
    );
  }
  return (
    <PageShell page={page} layout="auth">
      <AuthCard title={words.title} lead={<p>{words.lead}</p>}>
        <AccountForm
          action="/setup/submit"
          csrf={csrf}
          token={token}
          submitLabel={words.submit}
          minLength={passwordMinLength}
          problem={formState?.field ? { field: formState.field, error: formState.error } : null}
          values={formState?.values ?? {}}
        />
      </AuthCard>
    </PageShell>
  );
}
