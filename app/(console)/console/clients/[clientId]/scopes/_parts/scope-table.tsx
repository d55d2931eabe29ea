import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { ScopeChoice } from "@/lib/clients/client-scopes";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";
import type { ScopeRisk } from "@/lib/oauth/model";

const tones: Record<ScopeRisk, BadgeTone> = {
  identity: "neutral",
  read: "info",
  change: "warning",
  sensitive: "danger",
};

/** The scopes of one API: whether to ask, in which words people read it, and whether they may leave it out. */
export function ScopeTable({
  words,
  group,
  choices,
}: {
  words: Words;
  group: string;
  choices: readonly ScopeChoice[];
}) {
  const texts = words.console.scopes;
  return (
    <fieldset className="min-w-0">
      <legend className="pb-2 font-semibold">{group}</legend>
      <ul className="grid divide-y divide-border rounded-card border border-border bg-surface">
        {choices.map((choice) => (
          <li key={choice.name} className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div className="flex min-w-0 items-start gap-3">
              <input
                type="checkbox"
                id={`scope-${choice.name}`}
                name="scope"
                value={choice.name}
                defaultChecked={choice.isChosen}
                disabled={!choice.isAllowed}
                aria-describedby={`words-${choice.name}`}
                className="mt-0.5 size-6 shrink-0"
              />
              <div className="grid min-w-0 gap-0.5 text-sm">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <label htmlFor={`scope-${choice.name}`} className="font-mono text-code font-semibold">
                    {choice.name}
                  </label>
                  <Badge tone={tones[choice.risk]}>{texts.risks[choice.risk]}</Badge>
                  {choice.isWaiting ? <Badge tone="warning">{texts.waiting}</Badge> : null}
                  {choice.isAllowed ? null : <Badge>{texts.adminOnly}</Badge>}
                  {choice.keptFor ? <Badge tone="warning">{texts.keptFor[choice.keptFor]}</Badge> : null}
                </span>
                <span id={`words-${choice.name}`} className="text-fg-muted">
                  {describeScope(choice, words).title}
                </span>
              </div>
            </div>
            {choice.isAlwaysRequired ? (
              <span className="ps-9 text-sm text-fg-muted sm:ps-0 sm:pt-1">{texts.alwaysAsked}</span>
            ) : (
              <label className="flex items-center gap-2 ps-9 text-sm text-fg-muted sm:ps-0">
                <input
                  type="checkbox"
                  name="optional"
                  value={choice.name}
                  defaultChecked={choice.isOptional}
                  disabled={!choice.isAllowed}
                  aria-label={texts.optionalLabel(choice.name)}
                  className="size-6 shrink-0"
                />
                {texts.mode}
              </label>
            )}
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
