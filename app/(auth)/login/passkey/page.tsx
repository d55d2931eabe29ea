import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AskingApp } from "@/components/auth/asking-app";
import { OtherWays } from "@/components/auth/other-ways";
import { PasskeySignIn } from "@/components/auth/passkey-sign-in";
import { Island } from "@/components/islands/island";
import { AuthCard } from "@/components/ui/auth-card";
import { Note } from "@/components/ui/note";
import type { SearchParams } from "@/lib/auth/auth-page";
import { pathFor } from "@/lib/auth/destination";
import { getPageWords } from "@/lib/auth/page-words";
import { readSecondFactorView } from "@/lib/auth/second-factor-view";

export async function generateMetadata({ searchParams }: { searchParams: SearchParams }): Promise<Metadata> {
  const view = await readSecondFactorView(searchParams, "passkey");
  return "redirectTo" in view ? {} : { title: view.documentTitle };
}

/** A passkey as the second factor. */
export default async function SecondPasskeyPage({ searchParams }: { searchParams: SearchParams }) {
  const view = await readSecondFactorView(searchParams, "passkey");
  if ("redirectTo" in view || !view.passkey) redirect("redirectTo" in view ? view.redirectTo : "/login");
  const words = await getPageWords();
  const { login, factors } = words.auth;
  const texts = { button: factors.passkey.submit, cancelled: factors.passkey.cancelled };
  return (
    <AuthCard
      title={view.title}
      lead={view.app ? <AskingApp lead={login.toContinueTo} name={view.app.name} logoSrc={view.logoSrc} /> : null}
    >
      {view.error ? (
        <Note tone="danger" role="alert">
          {view.error}
        </Note>
      ) : null}
      <p className="text-fg-muted">
        {factors.passkey.lead} <bdi className="font-semibold wrap-anywhere text-fg">{view.email}</bdi>
      </p>
      <noscript>
        <Note tone="warning">{factors.passkey.noScript}</Note>
      </noscript>
      <Island
        name="PasskeySignIn"
        of={PasskeySignIn}
        props={{
          action: "/login/passkey/submit",
          csrf: view.csrf,
          destination: view.destination,
          passkey: view.passkey,
          hasAutofill: false,
          isPrimary: true,
          texts,
        }}
      />
      <OtherWays
        words={words}
        ways={view.otherWays}
        loginHref={pathFor("/login", view.destination, { switch: "1" })}
        leaveHref={view.leaveHref}
      />
    </AuthCard>
  );
}
