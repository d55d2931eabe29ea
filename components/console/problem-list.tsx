import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { ClientProblem } from "@/lib/console/client-problems";
import type { Words } from "@/lib/i18n/words";
import { ForeignHostBadge } from "./foreign-host-badge";

export interface ProblemListProps {
  words: Words;
  problems: readonly ClientProblem[];
  now: Date;
  /** path of the editor of redirect URIs */
  editorPath: string;
  /** everything about each, or only its cause and remedy */
  isDetailed?: boolean;
}

/** Refused requests, each with its cause and what to do. A refused address links to the editor, filled in. */
export function ProblemList({ words, problems, now, editorPath, isDetailed = false }: ProblemListProps) {
  const texts = words.console;
  // On its own page the list follows the h1; on the app's first page it is in a card with a heading.
  const Heading = isDetailed ? "h2" : "h3";
  return (
    <ul className="grid divide-y divide-border">
      {problems.map((problem) => {
        const cause = texts.causes[problem.cause];
        return (
          <li key={problem.id} className="grid gap-1.5 py-4 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <Heading className="font-semibold">{cause.title}</Heading>
              <span className="text-fg-muted">
                <Time words={words} value={problem.createdAt} format="relative" now={now} />
              </span>
            </div>
            {problem.receivedRedirectUri ? (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
                <code className="rounded-small bg-code-bg px-1.5 py-0.5 text-code-fg">
                  {problem.receivedRedirectUri}
                </code>
                {problem.isForeignUri ? <ForeignHostBadge words={words} /> : null}
                {problem.canAddUri ? (
                  <LinkButton
                    size="sm"
                    href={`${editorPath}?add=${encodeURIComponent(problem.receivedRedirectUri)}#redirect-uri`}
                    aria-label={texts.overview.addThisUriLabel(problem.receivedRedirectUri)}
                  >
                    {texts.overview.addThisUri}
                  </LinkButton>
                ) : null}
              </div>
            ) : null}
            {isDetailed ? (
              <dl className="grid max-w-measure gap-1 text-fg-muted">
                <Detail term={texts.events.why}>{cause.why}</Detail>
                <Detail term={texts.events.fix}>{cause.fix}</Detail>
                {problem.values.map(([name, value]) => (
                  <Detail key={name} term={texts.causeValues[name]}>
                    <code className="wrap-anywhere">{value}</code>
                  </Detail>
                ))}
                {problem.error || problem.description ? (
                  <Detail term={texts.events.received}>
                    <code>{[problem.error, problem.description].filter(Boolean).join(": ")}</code>
                  </Detail>
                ) : null}
                {problem.requestId ? (
                  <Detail term={texts.events.reference}>
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
