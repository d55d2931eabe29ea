import type { ReactNode } from "react";
import { clientPath } from "@/components/console/client-path";
import { ForeignHostBadge } from "@/components/console/foreign-host-badge";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { GroupedProblem } from "@/lib/clients/inspect-requests";
import { REMEDY_PATHS } from "@/lib/clients/remedy-sections";
import type { Words } from "@/lib/i18n/words";
import { endpointName } from "./endpoint-name";
import { MarkedText } from "./marked-text";

export interface ProblemGroupsProps {
  words: Words;
  groups: readonly GroupedProblem[];
  clientId: string;
  now: Date;
}

/** What was wrong, each problem once: how often, why, what differs, and what mends it. */
export function ProblemGroups({ words, groups, clientId, now }: ProblemGroupsProps) {
  const texts = words.console.events;
  return (
    <ul className="grid divide-y divide-border">
      {groups.map((group) => {
        const { newest, firstAt, count, difference } = group;
        const { problem } = newest;
        const cause = words.console.causes[problem.cause];
        return (
          <li key={newest.id} className="grid gap-2 py-4 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 className="font-semibold">{cause.title}</h3>
              <span className="text-fg-muted">
                {endpointName(newest.endpoint, words)} ·{" "}
                <Time words={words} value={newest.createdAt} format="relative" now={now} />
                {count > 1 ? ` · ${texts.times(count, words.formats.formatDateTime(firstAt))}` : null}
              </span>
            </div>
            <Difference words={words} group={group} />
            <dl className="grid max-w-measure gap-1 text-fg-muted">
              <Detail term={texts.why}>{cause.why}</Detail>
              <Detail term={texts.fix}>{cause.fix}</Detail>
              {difference === null
                ? problem.values.map(([name, value]) => (
                    <Detail key={name} term={words.console.causeValues[name]}>
                      <code className="wrap-anywhere">{value}</code>
                    </Detail>
                  ))
                : null}
              {problem.error || problem.description ? (
                <Detail term={texts.received}>
                  <code className="wrap-anywhere">
                    {[problem.error, problem.description].filter(Boolean).join(": ")}
                  </code>
                </Detail>
              ) : null}
              {problem.requestId ? (
                <Detail term={texts.reference}>
                  <code className="wrap-anywhere">{problem.requestId}</code>
                </Detail>
              ) : null}
            </dl>
            {problem.docsPath ? (
              <p>
                <a href={problem.docsPath} className="link inline-flex min-h-6 items-center">
                  {words.docs.errors.toCatalogue}
                </a>
              </p>
            ) : null}
            <RemedyButton words={words} group={group} clientId={clientId} />
          </li>
        );
      })}
    </ul>
  );
}

function Difference({ words, group }: { words: Words; group: GroupedProblem }) {
  const texts = words.console.events;
  const { difference } = group;
  const { receivedRedirectUri } = group.newest.problem;
  if (difference === null && receivedRedirectUri === null) return null;
  return (
    <dl className="grid gap-1.5">
      <Detail term={texts.came}>
        <MarkedText parts={difference?.received ?? [{ text: receivedRedirectUri ?? "", isSame: true }]} />
      </Detail>
      {difference ? (
        <Detail term={receivedRedirectUri === null ? texts.expected : texts.nearest}>
          <MarkedText parts={difference.expected} />
        </Detail>
      ) : null}
    </dl>
  );
}

/** Leads to where the console mends it. A refused address is filled in there. */
function RemedyButton({ words, group, clientId }: { words: Words; group: GroupedProblem; clientId: string }) {
  const { isForeignUri } = group;
  const { remedy } = group.newest.problem;
  if (remedy === null) return null;
  const { overview, events } = words.console;
  if (remedy.kind === "open") {
    return (
      <div>
        <LinkButton size="sm" href={clientPath(clientId, REMEDY_PATHS[remedy.section])}>
          {events.remedies[remedy.section]}
        </LinkButton>
      </div>
    );
  }
  const { uri } = remedy;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <LinkButton
        size="sm"
        href={clientPath(clientId, `/redirect-uris?add=${encodeURIComponent(uri)}#redirect-uri`)}
        aria-label={overview.addThisUriLabel(uri)}
      >
        {overview.addThisUri}
      </LinkButton>
      {isForeignUri ? <ForeignHostBadge words={words} /> : null}
    </div>
  );
}

function Detail({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap gap-x-2">
      <dt className="font-semibold">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
