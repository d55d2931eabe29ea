import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AppLinks } from "@/components/auth/app-links";
import { AskingApp } from "@/components/auth/asking-app";
import { ContinueForm } from "@/components/auth/continue-form";
import { LoginForm } from "@/components/auth/login-form";
import { AuthCard } from "@/components/ui/auth-card";
import { Note } from "@/components/ui/note";
import { PageShell } from "@/components/ui/page-shell";
import type { SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { readLoginView } from "@/lib/auth/login-view";
import { getWords } from "@/lib/i18n/words";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  return { title: (await readLoginView(searchParams)).documentTitle };
}

export default async function LoginPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readLoginView(searchParams);
  if (view.redirectTo) redirect(view.redirectTo);
  const { auth } = getWords();
  const { page, csrf, destination } = view;
  if (view.readyFor) {
    return (
      <PageShell page={page} layout="auth">
        <ContinueForm csrf={csrf} destination={destination} appName={view.readyFor} email={view.email} />
      </PageShell>
    );
  }
  return (
    <PageShell page={page} layout="auth">
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
          csrf={csrf}
          destination={destination}
          email={view.email}
          errors={view.fieldErrors}
          isFocused={!view.error && !view.notice}
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
      {view.app ? <AppLinks app={view.app} className="px-5 py-4 text-sm sm:px-1" /> : null}
    </PageShell>
  );
}
