import { ChevronRight } from "lucide-react";
import { type RemovalFacts, RemoveAccessButton, type RemoveAccessProps } from "@/components/account/remove-access";
import { VerifiedMark } from "@/components/account/verified-mark";
import { AppLogo } from "@/components/ui/app-logo";
import { Time } from "@/components/ui/time";
import type { AccessSummary } from "@/lib/account/describe-access";
import type { ConnectedApp } from "@/lib/db/people/consents";
import type { Words } from "@/lib/i18n/words";

export interface AppRowProps {
  words: Words;
  app: ConnectedApp;
  summary: AccessSummary;
  remaining: RemovalFacts["remaining"];
  logoSrc: string | null;
  now: Date;
  removeAction: RemoveAccessProps["action"];
}

/** One connected app in the list: who it is, what it may do, and when it last did. */
export function AppRow({ words, app, summary, remaining, logoSrc, now, removeAction }: AppRowProps) {
  const texts = words.account.apps;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 border-t border-border p-4 first:border-t-0 sm:flex-nowrap sm:p-5">
      <AppLogo name={app.name} src={logoSrc} />
      <div className="grid min-w-0 flex-1 gap-1 max-sm:basis-[calc(100%-4rem)]">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h2 className="font-semibold wrap-anywhere">{app.name}</h2>
          <VerifiedMark words={words} app={app} />
        </div>
        <p className="text-sm">
          <AccessLine words={words} summary={summary} />
        </p>
        <p className="text-sm text-fg-muted">
          {app.lastUsedAt ? (
            <>
              {texts.lastUsed} <Time words={words} value={app.lastUsedAt} format="relative" now={now} />
            </>
          ) : (
            texts.neverUsed
          )}
          {" · "}
          {app.isOnce ? texts.once : texts.allowed} <Time words={words} value={app.allowedAt} />
          {app.expiresAt ? (
            <>
              {" · "}
              {texts.ends} <Time words={words} value={app.expiresAt} {...(app.isOnce && { format: "date-time" })} />
            </>
          ) : null}
        </p>
        <p className="text-sm">
          <a
            href={`/account/apps/${encodeURIComponent(app.clientId)}`}
            aria-label={texts.detailsOf(app.name)}
            className="link inline-flex min-h-6 items-center gap-1"
          >
            {texts.details}
            <ChevronRight aria-hidden="true" className="size-4" />
          </a>
        </p>
      </div>
      <RemoveAccessButton words={words} facts={{ ...app, remaining }} action={removeAction} />
    </li>
  );
}

/** What an app may do, in one line. */
export function AccessLine({ words, summary }: { words: Words; summary: AccessSummary }) {
  const texts = words.account;
  if (summary.isSignInOnly) return texts.apps.signInOnly;
  const [first, ...more] = summary.titles;
  return (
    <>
      {summary.canChange ? <strong className="font-semibold">{texts.apps.canChange} · </strong> : null}
      {first ?? texts.app.retired}
      {more.length > 0 ? (
        <>
          {" "}
          <span aria-hidden="true">{texts.apps.more(more.length)}</span>
          <span className="sr-only">{texts.apps.moreLabel(more.length)}</span>
        </>
      ) : null}
    </>
  );
}
