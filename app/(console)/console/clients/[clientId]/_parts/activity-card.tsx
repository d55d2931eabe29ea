import type { ReactNode } from "react";
import { Card } from "@/components/console/card";
import { Time } from "@/components/ui/time";
import type { ClientOverview } from "@/lib/console/client-overview";
import type { Words } from "@/lib/i18n/words";

/** A few numbers that tell whether the app is in use. */
export function ActivityCard({ words, overview, now }: { words: Words; overview: ClientOverview; now: Date }) {
  const texts = words.console.overview;
  const { formatNumber } = words.formats;
  const { signIns, people, refusals, lastSignInAt } = overview;
  return (
    <Card title={texts.activity}>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] gap-x-6 gap-y-4">
        <Figure term={texts.signIns}>{formatNumber(signIns)}</Figure>
        <Figure term={texts.people}>{formatNumber(people)}</Figure>
        <Figure term={texts.refusals}>{formatNumber(refusals)}</Figure>
        <div className="grid content-start gap-1">
          <dt className="text-sm text-fg-muted">{texts.lastSignIn}</dt>
          <dd className="font-semibold">
            {lastSignInAt ? <Time words={words} value={lastSignInAt} format="relative" now={now} /> : texts.never}
          </dd>
        </div>
      </dl>
    </Card>
  );
}

function Figure({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="grid content-start gap-1">
      <dt className="text-sm text-fg-muted">{term}</dt>
      <dd className="text-xl font-semibold tabular-nums">{children}</dd>
    </div>
  );
}
