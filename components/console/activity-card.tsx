import type { ReactNode } from "react";
import { Time } from "@/components/ui/time";
import type { ClientOverview } from "@/lib/console/client-overview";
import { getWords } from "@/lib/i18n/words";
import { Card } from "./card";

/** A few numbers that tell whether the app is in use. */
export function ActivityCard({ overview, now }: { overview: ClientOverview; now: Date }) {
  const words = getWords().console.overview;
  const { signIns, people, refusals, lastSignInAt } = overview;
  return (
    <Card title={words.activity}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4 xl:grid-cols-2">
        <Figure term={words.signIns}>{signIns.toLocaleString("en-GB")}</Figure>
        <Figure term={words.people}>{people.toLocaleString("en-GB")}</Figure>
        <Figure term={words.refusals}>{refusals.toLocaleString("en-GB")}</Figure>
        <div className="grid content-start gap-1">
          <dt className="text-sm text-fg-muted">{words.lastSignIn}</dt>
          <dd className="font-semibold">
            {lastSignInAt ? <Time value={lastSignInAt} format="relative" now={now} /> : words.never}
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
