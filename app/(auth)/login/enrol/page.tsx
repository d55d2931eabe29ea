import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AskingApp } from "@/components/auth/asking-app";
import { HiddenFields } from "@/components/auth/hidden-fields";
import { Island } from "@/components/islands/island";
import { PasskeyEnrolment } from "@/components/islands/passkey-enrolment";
import { AuthCard } from "@/components/ui/auth-card";
import { AuthenticatorKey } from "@/components/ui/authenticator-key";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import { Note } from "@/components/ui/note";
import type { SearchParams } from "@/lib/auth/auth-page";
import { getPageWords } from "@/lib/auth/page-words";
import { drawQrCode } from "@/lib/auth/qr-code";
import { readEnrolView } from "@/lib/auth/second-factor-view";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const view = await readEnrolView(searchParams);
  return "redirectTo" in view ? {} : { title: view.documentTitle };
}

/** For whoever needs a second factor and has none: the sign-in goes on once it is added. */
export default async function EnrolPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readEnrolView(searchParams);
  if ("redirectTo" in view) redirect(view.redirectTo);
  const { auth, account } = await getPageWords();
  const { authenticator, passkeys } = account.security;
  const texts = authenticator.setUp;
  const { key, uri } = view.authenticatorKey;
  return (
    <AuthCard
      title={view.title}
      lead={view.app ? <AskingApp lead={auth.login.toContinueTo} name={view.app.name} logoSrc={view.logoSrc} /> : null}
    >
      <p className="text-fg-muted">
        {auth.factors.enrol.lead} <bdi className="font-semibold wrap-anywhere text-fg">{view.email}</bdi>
      </p>
      {view.passkeyError ? <Note tone="warning" role="alert" title={view.passkeyError} /> : null}
      <Island
        name="PasskeyEnrolment"
        of={PasskeyEnrolment}
        props={{
          csrf: view.csrf,
          destination: view.destination,
          passkey: view.passkey,
          texts: { ...passkeys.make.browser, or: auth.login.or },
        }}
      />
      <h2 className="font-semibold">{texts.title}</h2>
      <AuthenticatorKey authenticatorKey={key} uri={uri} drawing={drawQrCode(uri)} texts={texts} />
      <form method="post" action="/login/enrol/submit" className="grid gap-5" noValidate>
        <HiddenFields csrf={view.csrf} destination={view.destination} />
        <CodeField id="otp" label={texts.code} hint={texts.codeHint} error={view.error ?? undefined} required />
        <Button id="otp-submit" variant="primary" size="lg" isFullWidth>
          {texts.submit}
        </Button>
      </form>
    </AuthCard>
  );
}
