import { Laptop, Smartphone } from "lucide-react";
import { PressForm } from "@/components/forms/press-form";
import { Badge } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { OwnSession } from "@/lib/account/sessions";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface SessionCardProps {
  words: Words;
  session: OwnSession;
  now: Date;
  /** the Server Action; reads `session_id` */
  signOutAction: FormAction;
}

/** The browser and system of a session in words. */
export function nameDevice({ browser, system }: OwnSession["device"], words: Words): string {
  const texts = words.account.sessions;
  if (browser && system) return texts.on(browser, system);
  return browser ?? system ?? texts.unknownDevice;
}

const PHONES = new Set(["iPhone", "Android"]);

/** One signed-in browser. */
export function SessionCard({ words, session, now, signOutAction }: SessionCardProps) {
  const texts = words.account.sessions;
  const name = nameDevice(session.device, words);
  const Icon = PHONES.has(session.device.system ?? "") ? Smartphone : Laptop;
  const methods = [...new Set(session.amr.flatMap((method) => texts.method[method] ?? []))];
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 rounded-card border border-border bg-surface p-4 sm:flex-nowrap sm:p-5">
      <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-fg-muted" />
      <div className="grid min-w-0 flex-1 gap-1 text-sm wrap-anywhere max-sm:basis-[calc(100%-4rem)]">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 className="text-base font-semibold">{name}</h3>
          {session.isCurrent ? <Badge tone="accent">{texts.thisDevice}</Badge> : null}
        </div>
        <p>
          {texts.lastSeen} <Time words={words} value={session.lastSeenAt} format="relative" now={now} />
          {" · "}
          {texts.address} <span className="font-mono text-code">{session.ipAddress ?? texts.addressUnknown}</span>
          {session.place ? ` (${texts.near(session.place.city, session.place.country)})` : null}
        </p>
        <p className="text-fg-muted">
          {texts.signedIn} <Time words={words} value={session.authenticatedAt} format="date-time" />
          {methods.length > 0 ? ` ${texts.how(words.formats.formatList(methods))}` : null}
        </p>
        {session.appNames.length > 0 ? (
          <p className="text-fg-muted">{texts.apps(words.formats.formatList(session.appNames))}</p>
        ) : null}
      </div>
      {session.isCurrent ? (
        <LinkButton href="/logout" variant="secondary" aria-label={texts.signOutThis}>
          {texts.signOut}
        </LinkButton>
      ) : (
        <PressForm action={signOutAction} heir="other-devices">
          <input type="hidden" name="session_id" value={session.sessionId} />
          <Button variant="secondary" aria-label={texts.signOutOf(name)}>
            {texts.signOut}
          </Button>
        </PressForm>
      )}
    </li>
  );
}
