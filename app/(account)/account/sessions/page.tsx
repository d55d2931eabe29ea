import type { Metadata } from "next";
import { AccountShell } from "@/components/account/account-shell";
import { SessionCard } from "@/components/account/session-card";
import { Button } from "@/components/ui/button";
import { listOwnSessions } from "@/lib/account/sessions";
import { requireUser } from "@/lib/auth/require-user";
import { readFlash } from "@/lib/http/flash";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";
import { accountMetadata } from "../metadata";
import { signOutOthers, signOutSession } from "./actions";

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.sessions.title);

export default async function SessionsPage() {
  const user = await requireUser("/account/sessions");
  const now = new Date();
  const [page, flash, sessions] = await Promise.all([getPageContext(), readFlash(), listOwnSessions(user, now)]);
  const words = getWords().account.sessions;
  const [current, ...others] = sessions;
  return (
    <AccountShell
      page={page}
      flash={flash}
      current="sessions"
      email={user.email}
      title={words.title}
      intro={words.intro}
    >
      <h2 className="sr-only">{words.thisDevice}</h2>
      <ul className="grid gap-3" aria-label={words.thisDevice}>
        {current ? <SessionCard session={current} now={now} signOutAction={signOutSession} /> : null}
      </ul>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-lg font-semibold">{words.othersTitle}</h2>
        {others.length > 0 ? (
          <form action={signOutOthers}>
            <Button variant="secondary">{words.signOutOthers}</Button>
          </form>
        ) : null}
      </div>
      {others.length > 0 ? (
        <ul className="grid gap-3" aria-label={words.othersTitle}>
          {others.map((session) => (
            <SessionCard key={session.sessionId} session={session} now={now} signOutAction={signOutSession} />
          ))}
        </ul>
      ) : (
        <p className="text-fg-muted">{words.noOthers}</p>
      )}
      <p className="max-w-measure text-sm text-fg-muted">{words.appsKeep}</p>
    </AccountShell>
  );
}
