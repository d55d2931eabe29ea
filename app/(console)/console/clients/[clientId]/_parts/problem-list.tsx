import { ForeignHostBadge } from "@/components/console/foreign-host-badge";
import { LinkButton } from "@/components/ui/button";
import { Time } from "@/components/ui/time";
import type { GroupedProblem } from "@/lib/clients/inspect-requests";
import type { Words } from "@/lib/i18n/words";

export interface ProblemListProps {
  words: Words;
  problems: readonly GroupedProblem[];
  now: Date;
  /** path of the editor of redirect URIs */
  editorPath: string;
}

/** What was wrong last, each problem once, with its cause and what to do. A refused address links to the editor, filled in. */
export function ProblemList({ words, problems, now, editorPath }: ProblemListProps) {
  const texts = words.console;
  return (
    <ul className="grid divide-y divide-border">
      {problems.map(({ newest, firstAt, count, isForeignUri }) => {
        const { problem } = newest;
        const cause = texts.causes[problem.cause];
        return (
          <li key={newest.id} className="grid gap-1.5 py-4 text-sm first:pt-0 last:pb-0">
            <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <h3 className="font-semibold">{cause.title}</h3>
              <span className="text-fg-muted">
                <Time words={words} value={newest.createdAt} format="relative" now={now} />
                {count > 1 ? ` · ${texts.events.times(count, words.formats.formatDateTime(firstAt))}` : null}
              </span>
            </div>
            {problem.receivedRedirectUri ? (
              <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
                <code className="rounded-small bg-code-bg px-1.5 py-0.5 text-code-fg">
                  {problem.receivedRedirectUri}
                </code>
                {isForeignUri ? <ForeignHostBadge words={words} /> : null}
                {problem.remedy?.kind === "add_redirect_uri" ? (
                  <LinkButton
                    size="sm"
                    href={`${editorPath}?add=${encodeURIComponent(problem.remedy.uri)}#redirect-uri`}
                    aria-label={texts.overview.addThisUriLabel(problem.remedy.uri)}
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
