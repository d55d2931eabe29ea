import type { Metadata } from "next";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { listOwnSessions } from "@/lib/account/sessions";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";
import { SessionCard } from "./_parts/session-card";
import { signOutOthers, signOutSession } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.sessions.title);
};

export default async function SessionsPage() {
  const user = await requireUser("/account/sessions");
  const now = new Date();
  const words = await getPageWords();
  const sessions = await listOwnSessions(user, now, words.common.language);
  const texts = words.account.sessions;
  const [current, ...others] = sessions;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <h2 className="sr-only">{texts.thisDevice}</h2>
      <ul className="grid gap-3" aria-label={texts.thisDevice}>
        {current ? <SessionCard words={words} session={current} now={now} signOutAction={signOutSession} /> : null}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="other-devices" tabIndex={-1} className="text-lg font-semibold">
          {texts.othersTitle}
        </h2>
        {others.length > 0 ? (
          <PressForm action={signOutOthers} heir="other-devices">
            <Button variant="secondary">{texts.signOutOthers}</Button>
          </PressForm>
        ) : null}
      </div>
      {others.length > 0 ? (
        <ul className="grid gap-3" aria-label={texts.othersTitle}>
          {others.map((session) => (
            <SessionCard
              words={words}
              key={session.sessionId}
              session={session}
              now={now}
              signOutAction={signOutSession}
            />
          ))}
        </ul>
      ) : (
        <p className="text-fg-muted">{texts.noOthers}</p>
      )}
      <p className="max-w-measure text-sm text-fg-muted">{texts.appsKeep}</p>
    </>
  );
}
