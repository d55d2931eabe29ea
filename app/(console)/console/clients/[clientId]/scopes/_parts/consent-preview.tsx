import { Check, Pencil, ShieldAlert, UserRound } from "lucide-react";
import { AppLogo } from "@/components/ui/app-logo";
import type { ScopeChoice } from "@/lib/clients/client-scopes";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";
import type { ScopeRisk } from "@/lib/oauth/model";

const icons: Record<ScopeRisk, typeof Check> = {
  identity: UserRound,
  read: Check,
  change: Pencil,
  sensitive: ShieldAlert,
};

export interface ConsentPreviewProps {
  words: Words;
  name: string;
  publisher: string | null;
  scopes: readonly ScopeChoice[];
}

/** What people will be asked, 320 px wide, in the reader's colours. A picture: nothing in it can be pressed. */
export function ConsentPreview(props: ConsentPreviewProps) {
  const { words } = props;
  const texts = words.console.scopes;
  return (
    <figure className="grid max-w-80 content-start gap-3">
      <figcaption className="grid gap-1">
        <h2 className="text-lg font-semibold">{texts.preview}</h2>
        <p className="text-sm text-fg-muted">{texts.previewHint}</p>
      </figcaption>
      <Screen {...props} />
    </figure>
  );
}

function Screen({ words, name, publisher, scopes }: ConsentPreviewProps) {
  const texts = words.console.scopes;
  return (
    <div className="grid gap-3 rounded-card border border-border bg-surface p-4 text-sm text-fg">
      <p className="flex items-center gap-2.5">
        <AppLogo name={name} size="sm" />
        <span className="grid min-w-0">
          <span className="font-semibold wrap-anywhere">{texts.previewAsks(name)}</span>
          {publisher ? <span className="text-fg-muted wrap-anywhere">{publisher}</span> : null}
        </span>
      </p>
      {scopes.length === 0 ? (
        <p className="text-fg-muted">{texts.previewNothing}</p>
      ) : (
        <ul className="grid gap-2">
          {scopes.map((scope) => {
            const Icon = icons[scope.risk];
            return (
              <li key={scope.name} className="flex items-start gap-2">
                <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-fg-muted" />
                <span className="min-w-0">
                  {describeScope(scope, words).title}
                  {scope.isOptional ? <span className="text-fg-muted">{` · ${texts.previewOptional}`}</span> : null}
                </span>
              </li>
            );
          })}
        </ul>
      )}
      <p aria-hidden="true" className="grid grid-cols-2 gap-2 text-center font-semibold">
        <span className="rounded-control border border-border-control px-3 py-1.5">{texts.previewCancel}</span>
        <span className="rounded-control bg-accent px-3 py-1.5 text-on-accent">{texts.previewAllow}</span>
      </p>
    </div>
  );
}
