import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { ClientProblem } from "@/lib/console/client-problems";
import { getWords } from "@/lib/i18n/words";
import { ForeignHostBadge } from "./foreign-host-badge";

export interface ProblemListProps {
  problems: readonly ClientProblem[];
  now: Date;
  /** path of the editor of redirect URIs */
  editorPath: string;
  /** everything about each, or its cause and remedy only */
  isDetailed?: boolean;
}

/** Refused requests, each with why and what to do; a refused address opens the editor with it. */
export function ProblemList({ problems, now, editorPath, isDetailed = false }: ProblemListProps) {
  const words = getWords().console;
  // On its own page the list follows the h1; on the app's first page it stands in a card with a heading.
  const Heading = isDetailed ? "h2" : "h3";
  return (
    <ul className="grid divide-y divide-border">
      {problems.map((problem) => {
        const cause = words.causes[problem.cause];
        return (
          <li key={problem.id} className="grid gap-1.5 py-4 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <Heading className="font-semibold">{cause.title}</Heading>
              <span className="text-fg-muted">
                <Time value={problem.createdAt} format="relative" now={now} />
              </span>
            </div>
            {problem.receivedRedirectUri ? (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
                <code className="rounded-small bg-code-bg px-1.5 py-0.5 text-code-fg">
                  {problem.receivedRedirectUri}
                </code>
                {problem.isForeignUri ? <ForeignHostBadge /> : null}
                {problem.canAddUri ? (
                  <LinkButton
                    size="sm"
                    href={`${editorPath}?add=${encodeURIComponent(problem.receivedRedirectUri)}#redirect-uri`}
                    aria-label={words.overview.addThisUriLabel(problem.receivedRedirectUri)}
                  >
                    {words.overview.addThisUri}
                  </LinkButton>
                ) : null}
              </div>
            ) : null}
            {isDetailed ? (
              <dl className="grid max-w-measure gap-1 text-fg-muted">
                <Detail term={words.events.why}>{cause.why}</Detail>
                <Detail term={words.events.fix}>{cause.fix}</Detail>
                {problem.values.map(([name, value]) => (
                  <Detail key={name} term={words.causeValues[name]}>
                    <code className="wrap-anywhere">{value}</code>
                  </Detail>
                ))}
                {problem.error || problem.description ? (
                  <Detail term={words.events.received}>
                    <code>{[problem.error, problem.description].filter(Boolean).join(": ")}</code>
                  </Detail>
                ) : null}
                {problem.requestId ? (
                  <Detail term={words.events.reference}>
                    <code>{problem.requestId}</code>
                  </Detail>
                ) : null}
              </dl>
            ) : (
              <p className="max-w-measure text-fg-muted">{cause.fix}</p>
            )}
          </li>
        );
      })}
    </ul>
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
