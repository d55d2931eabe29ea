import { ForeignHostBadge } from "@/components/console/foreign-host-badge";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { ClientProblem } from "@/lib/console/client-problems";
import type { Words } from "@/lib/i18n/words";

export interface ProblemListProps {
  words: Words;
  problems: readonly ClientProblem[];
  now: Date;
  /** path of the editor of redirect URIs */
  editorPath: string;
}

/** Refused requests, each with its cause and what to do. A refused address links to the editor, filled in. */
export function ProblemList({ words, problems, now, editorPath }: ProblemListProps) {
  const texts = words.console;
  return (
    <ul className="grid divide-y divide-border">
      {problems.map((problem) => {
        const cause = texts.causes[problem.cause];
        return (
          <li key={problem.id} className="grid gap-1.5 py-4 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 className="font-semibold">{cause.title}</h3>
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
            <p className="max-w-measure text-fg-muted">
              {cause.fix}{" "}
              {problem.docsPath ? (
                <a href={problem.docsPath} className="link inline-flex min-h-6 items-center">
                  {words.docs.errors.toCatalogue}
                </a>
              ) : null}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
