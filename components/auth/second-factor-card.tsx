import type { ReactNode } from "react";
import { AuthCard } from "@/components/ui/auth-card";
import { Button } from "@/components/ui/button";
import { CodeField } from "@/components/ui/code-field";
import type { SecondFactor, SecondFactorView } from "@/lib/auth/second-factor-view";
import type { Words } from "@/lib/i18n/words";
import { AppLinks } from "./app-links";
import { AskingApp } from "./asking-app";
import { HiddenFields } from "./hidden-fields";
import { OtherWays } from "./other-ways";

export interface SecondFactorCardProps {
  words: Words;
  view: SecondFactorView;
  /** where the form is posted to */
  action: string;
  /** id of the field and of the button */
  field: { id: string; submitId: string; isNumeric: boolean };
  /** the factor whose words it shows */
  factor: Exclude<SecondFactor, "passkey">;
  /** where the sign-in starts over */
  loginHref: string;
  children?: ReactNode;
}

/** Asks the person who is half signed in for a code, and offers the other factors. */
export function SecondFactorCard({ words, view, action, field, factor, loginHref, children }: SecondFactorCardProps) {
  const { factors, login } = words.auth;
  const texts = factors[factor];
  return (
    <>
      <AuthCard
        title={view.title}
        lead={view.app ? <AskingApp lead={login.toContinueTo} name={view.app.name} logoSrc={view.logoSrc} /> : null}
      >
        <p className="text-fg-muted">
          {texts.lead} <bdi className="font-semibold wrap-anywhere text-fg">{view.email}</bdi>
        </p>
        <form method="post" action={action} className="grid gap-5" noValidate>
          <HiddenFields csrf={view.csrf} destination={view.destination} />
          <CodeField
            id={field.id}
            label={texts.label}
            hint={texts.hint}
            error={view.error ?? undefined}
            required
            autoFocus
            {...(field.isNumeric ? {} : { inputMode: "text" as const, autoComplete: "off", maxLength: 40 })}
          />
          {children}
          <Button id={field.submitId} variant="primary" size="lg" isFullWidth>
            {texts.submit}
          </Button>
        </form>
        <OtherWays words={words} ways={view.otherWays} loginHref={loginHref} leaveHref={view.leaveHref} />
      </AuthCard>
      {view.app ? <AppLinks words={words} app={view.app} className="px-5 py-4 text-sm sm:px-1" /> : null}
    </>
  );
}
