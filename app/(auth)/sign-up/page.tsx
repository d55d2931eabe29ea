import type { Metadata } from "next";
import { AccountForm } from "@/components/auth/account-form";
import { AskingApp } from "@/components/auth/asking-app";
import { AuthCard } from "@/components/ui/auth-card";
import { PageShell } from "@/components/ui/page-shell";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { cleanName } from "@/lib/auth/display-name";
import { findLogoOfRequest } from "@/lib/auth/logo-path";
import { passwordMinLength } from "@/lib/auth/password-rules";
import { isSignUpOpen } from "@/lib/auth/portal-settings";
import { getWords } from "@/lib/i18n/words";

const form = { form: "sign-up", isSessionBound: false };

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, form);
  const { common, auth } = getWords();
  const title = common.pageTitle(auth.signUp.title, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { page, csrf, destination, formState, interaction } = await readAuthPage(searchParams, form);
  const { auth } = getWords();
  const words = auth.signUp;
  const signInLink = (
    <a className="link" href={pathFor("/login", destination)}>
      {words.signIn}
    </a>
  );
  if (!(await isSignUpOpen())) {
    return (
      <PageShell page={page} layout="auth">
        <AuthCard title={words.closedTitle} lead={<p>{words.closedBody}</p>}>
          <p>{signInLink}</p>
        </AuthCard>
      </PageShell>
    );
  }
  const appName = interaction && interaction.kind !== "unknown" ? cleanName(interaction.client.name) : null;
  const logoSrc = await findLogoOfRequest(interaction);
  const lead = appName ? <AskingApp lead={auth.login.toContinueTo} name={appName} logoSrc={logoSrc} /> : null;
  return (
    <PageShell page={page} layout="auth">
      <AuthCard title={words.title} lead={lead}>
        <AccountForm
          action="/sign-up/submit"
          csrf={csrf}
          destination={destination}
          submitLabel={words.submit}
          minLength={passwordMinLength}
          problem={formState?.field ? { field: formState.field, error: formState.error } : null}
          values={formState?.values ?? {}}
        />
        <p className="text-fg-muted">
          {words.haveOne} {signInLink}
        </p>
      </AuthCard>
    </PageShell>
  );
}
