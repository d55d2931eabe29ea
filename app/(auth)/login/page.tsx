import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AppLinks } from "@/components/auth/app-links";
import { AskingApp } from "@/components/auth/asking-app";
import { ContinueForm } from "@/components/auth/continue-form";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { Island } from "@/components/islands/island";
import { AuthCard } from "@/components/ui/auth-card";
import { Note } from "@/components/ui/note";
import type { SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { readLoginView } from "@/lib/auth/login-view";
import { getPageWords } from "@/lib/auth/page-words";
import { LoginForm } from "./_parts/login-form";
import { UpstreamButtons } from "./_parts/upstream-buttons";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readLoginView(searchParams)).documentTitle };
}

export default async function LoginPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readLoginView(searchParams);
  if (view.redirectTo) redirect(view.redirectTo);
  const words = await getPageWords();
  const { auth } = words;
  const { csrf, destination } = view;
  if (view.readyFor) {
    return (
      <ContinueForm words={words} csrf={csrf} destination={destination} appName={view.readyFor} email={view.email} />
    );
  }
  return (
    <>
      <AuthCard
        title={view.title}
        lead={view.app ? <AskingApp lead={view.appLead} name={view.app.name} logoSrc={view.logoSrc} /> : null}
      >
        {view.error ? (
          <Note tone="danger" role="alert" title={view.error.title}>
            {view.error.help ? <p>{view.error.help}</p> : null}
          </Note>
        ) : view.notice ? (
          <Note tone={view.notice.tone}>{view.notice.text}</Note>
        ) : null}
        <LoginForm
          words={words}
          csrf={csrf}
          destination={destination}
          email={view.email}
          errors={view.fieldErrors}
          isFocused={!view.error && !view.notice}
        />
        <p className="flex flex-wrap gap-x-4 gap-y-1">
          <a className="link" href={pathFor("/reset", destination)}>
            {auth.login.forgot}
          </a>
          <a className="link" href={pathFor("/login/mail", destination)}>
            {auth.login.byCode}
          </a>
        </p>
        <Island
          name="PasskeySignIn"
          of={PasskeySignIn}
          props={{
            action: "/login/passkey-first/submit",
            csrf,
            destination,
            passkey: view.passkey,
            hasAutofill: true,
            divider: auth.login.or,
            texts: { button: auth.login.passkey, cancelled: auth.login.passkeyCancelled },
            unknownId: view.unknownPasskeyId,
          }}
        />
        <UpstreamButtons
          csrf={csrf}
          destination={destination}
          upstreams={view.upstreams}
          labelOf={auth.login.withUpstream}
        />
        {view.isSignUpOpen ? (
          <p className="text-fg-muted">
            {auth.login.newHere}{" "}
            <a className="link" href={pathFor("/sign-up", destination)}>
              {auth.login.signUp}
            </a>
          </p>
        ) : null}
        {view.signedInAs ? (
          <p className="text-sm text-fg-muted">
            {auth.login.signedInAs} <bdi>{view.signedInAs}</bdi>
          </p>
        ) : null}
      </AuthCard>
      {view.app ? <AppLinks words={words} app={view.app} className="px-5 py-4 text-sm sm:px-1" /> : null}
    </>
  );
}
