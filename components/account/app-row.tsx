import { ChevronRight } from "lucide-react";
import { AppLogo } from "@/components/ui/app-logo";
import { Time } from "@/components/ui/time";
import type { AccessSummary } from "@/lib/account/describe-access";
import type { ConnectedApp } from "@/lib/db/consents";
import { getWords } from "@/lib/i18n/words";
import { RemoveAccessButton, type RemoveAccessProps } from "./remove-access";
import { VerifiedMark } from "./verified-mark";

export interface AppRowProps {
  app: ConnectedApp;
  summary: AccessSummary;
  remainingMinutes: number;
  logoSrc: string | null;
  now: Date;
  removeAction: RemoveAccessProps["action"];
}

/** One connected app in the list: who it is, what it may do, when it last did. */
export function AppRow({ app, summary, remainingMinutes, logoSrc, now, removeAction }: AppRowProps) {
  const words = getWords().account.apps;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-3 border-t border-border p-4 first:border-t-0 sm:flex-nowrap sm:p-5">
      <AppLogo name={app.name} src={logoSrc} />
      <div className="grid min-w-0 flex-1 gap-1 max-sm:basis-[calc(100%-4rem)]">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h2 className="font-semibold wrap-anywhere">{app.name}</h2>
          <VerifiedMark app={app} />
        </div>
        <p className="text-sm">
          <AccessLine summary={summary} />
        </p>
        <p className="text-sm text-fg-muted">
          {app.lastUsedAt ? (
            <>
              {words.lastUsed} <Time value={app.lastUsedAt} format="relative" now={now} />
            </>
          ) : (
            words.neverUsed
          )}
          {" · "}
          {words.allowed} <Time value={app.allowedAt} />
        </p>
        <p className="text-sm">
          <a
            href={`/account/apps/${encodeURIComponent(app.clientId)}`}
            aria-label={words.detailsOf(app.name)}
            className="link inline-flex min-h-6 items-center gap-1"
          >
            {words.details}
            <ChevronRight aria-hidden="true" className="size-4" />
          </a>
        </p>
      </div>
      <RemoveAccessButton facts={{ ...app, remainingMinutes }} action={removeAction} />
    </li>
  );
}

function AccessLine({ summary }: { summary: AccessSummary }) {
  const words = getWords().account;
  if (summary.isSignInOnly) return words.apps.signInOnly;
  const [first, ...more] = summary.titles;
  return (
    <>
      {summary.canChange ? <strong className="font-semibold">{words.apps.canChange} · </strong> : null}
      {first ?? words.app.retired}
      {more.length > 0 ? (
        <>
          {" "}
          <span aria-hidden="true">{words.apps.more(more.length)}</span>
          <span className="sr-only">{words.apps.moreLabel(more.length)}</span>
        </>
      ) : null}
    </>
  );
}
