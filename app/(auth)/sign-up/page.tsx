import type { Metadata } from "next";
import { AccountForm } from "@/components/auth/account-form";
import { AskingApp } from "@/components/auth/asking-app";
import { AuthCard } from "@/components/ui/auth-card";
import { signUpForm } from "@/lib/auth/auth-forms";
import { readAuthPage, type SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { findLogoOfRequest } from "@/lib/auth/logo-path";
import { getPageWords } from "@/lib/auth/page-words";
import { findMinPasswordLength } from "@/lib/auth/second-factor-rule";
import { isSignUpOpen } from "@/lib/auth/sign-up-policy";
import { cleanName } from "@/lib/oauth/client/display-name";
import { getPortalSettings } from "@/lib/settings/portal-settings";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const { page, formState } = await readAuthPage(searchParams, signUpForm);
  const { common, auth } = await getPageWords();
  const title = common.pageTitle(auth.signUp.title, page.portalName);
  return { title: formState ? common.errorTitle(title) : title };
}

export default async function SignUpPage({ searchParams }: { searchParams: SearchParams }) {
  const { csrf, destination, formState, interaction } = await readAuthPage(searchParams, signUpForm);
  const words = await getPageWords();
  const { auth } = words;
  const texts = auth.signUp;
  const signInLink = (
    <a className="link" href={pathFor("/login", destination)}>
      {texts.signIn}
    </a>
  );
  const { signUp, signUpDomains } = await getPortalSettings();
  if (!(await isSignUpOpen())) {
    const [title, body] =
      signUp === "invitation" ? [texts.invitationTitle, texts.invitationBody] : [texts.closedTitle, texts.closedBody];
    return (
      <AuthCard title={title} lead={<p>{body}</p>}>
        <p>{signInLink}</p>
      </AuthCard>
    );
  }
  const appName = interaction && interaction.kind !== "unknown" ? cleanName(interaction.client.name) : null;
  const logoSrc = await findLogoOfRequest(interaction);
  const lead = appName ? <AskingApp lead={auth.login.toContinueTo} name={appName} logoSrc={logoSrc} /> : null;
  return (
    <AuthCard title={texts.title} lead={lead}>
      <AccountForm
        words={words}
        action="/sign-up/submit"
        csrf={csrf}
        destination={destination}
        submitLabel={texts.submit}
        emailHint={signUp === "domains" ? texts.domainsHint(words.formats.formatList(signUpDomains)) : undefined}
        minLength={await findMinPasswordLength()}
        problem={formState}
        values={formState?.values ?? {}}
      />
      <p className="text-fg-muted">
        {texts.haveOne} {signInLink}
      </p>
    </AuthCard>
  );
}
