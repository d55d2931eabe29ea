import { Laptop, Smartphone } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnSession } from "@/lib/account/sessions";
import { formatList } from "@/lib/i18n/format";
import { getWords } from "@/lib/i18n/words";

export interface SessionCardProps {
  session: OwnSession;
  now: Date;
  /** the Server Action; reads `session_id` */
  signOutAction: (form: FormData) => Promise<void>;
}

/** The browser and system of a session in words. */
export function nameDevice({ browser, system }: OwnSession["device"]): string {
  const words = getWords().account.sessions;
  if (browser && system) return words.on(browser, system);
  return browser ?? system ?? words.unknownDevice;
}

const phones = new Set(["iPhone", "Android"]);

/** One signed-in browser. */
export function SessionCard({ session, now, signOutAction }: SessionCardProps) {
  const words = getWords().account.sessions;
  const name = nameDevice(session.device);
  const Icon = phones.has(session.device.system ?? "") ? Smartphone : Laptop;
  const methods = [...new Set(session.amr.flatMap((method) => words.method[method] ?? []))];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-card border border-border bg-surface p-4 sm:flex-nowrap sm:p-5">
      <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-fg-muted" />
      <div className="grid min-w-0 flex-1 gap-1 text-sm max-sm:basis-[calc(100%-4rem)]">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="text-base font-semibold">{name}</h3>
          {session.isCurrent ? <Badge tone="accent">{words.thisDevice}</Badge> : null}
        </div>
        <p>
          {words.lastSeen} <Time value={session.lastSeenAt} format="relative" now={now} />
          {" · "}
          {words.address} <span className="font-mono text-code">{session.ipAddress ?? words.addressUnknown}</span>
        </p>
        <p className="text-fg-muted">
          {words.signedIn} <Time value={session.authenticatedAt} format="date-time" />
          {methods.length > 0 ? ` ${words.how(formatList(methods))}` : null}
        </p>
        {session.appNames.length > 0 ? (
          <p className="text-fg-muted">{words.apps(formatList(session.appNames))}</p>
        ) : null}
      </div>
      {session.isCurrent ? (
        <LinkButton href="/logout" variant="secondary" aria-label={words.signOutThis}>
          {words.signOut}
        </LinkButton>
      ) : (
        <form action={signOutAction}>
          <input type="hidden" name="session_id" value={session.sessionId} />
          <Button variant="secondary" aria-label={words.signOutOf(name)}>
            {words.signOut}
          </Button>
        </form>
      )}
    </li>
  );
}
