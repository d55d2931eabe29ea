import { Badge } from "@/components/ui/badge";
import { Time } from "@/components/ui/time";
import type { AllowedScope } from "@/lib/db/people/consents";
import type { Words } from "@/lib/i18n/words";

export interface PermissionListProps {
  words: Words;
  scopes: readonly AllowedScope[];
  /** names of APIs that the app may use without a permission of theirs */
  apis: readonly string[];
  labelledBy: string;
  now: Date;
}

/** Every permission in words, with the day on which it was given and the moment of its last use. */
export function PermissionList({ words, scopes, apis, labelledBy, now }: PermissionListProps) {
  const texts = words.account.app;
  return (
    <ul aria-labelledby={labelledBy} className="grid divide-y divide-border rounded-control border border-border">
      {scopes.map((scope) => (
        <li key={scope.name} className="grid gap-1 p-3 sm:px-4">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <p className="font-semibold">{scope.title ?? texts.retired}</p>
            {scope.resourceName ? <span className="text-sm text-fg-muted">{scope.resourceName}</span> : null}
            <RiskBadge words={words} risk={scope.risk} />
            {scope.isOptional ? <Badge>{texts.optional}</Badge> : null}
          </div>
          {scope.detail ? <p className="text-sm text-fg-muted">{scope.detail}</p> : null}
          <p className="text-sm text-fg-muted">
            {texts.allowedOn(scope.grantedAt)}
            {" · "}
            <LastUse words={words} scope={scope} now={now} />
          </p>
        </li>
      ))}
      {apis.map((name) => (
        <li key={name} className="grid gap-1 p-3 sm:px-4">
          <p className="font-semibold">{texts.api(name)}</p>
        </li>
      ))}
    </ul>
  );
}

function LastUse({ words, scope, now }: { words: Words; scope: AllowedScope; now: Date }) {
  const texts = words.account.use;
  if (scope.lastUsedAt === null) return texts.neverUsed;
  return (
    <>
      {texts.lastUsed} <Time words={words} value={scope.lastUsedAt} format="relative" now={now} />
    </>
  );
}

function RiskBadge({ words, risk }: Pick<AllowedScope, "risk"> & { words: Words }) {
  const texts = words.account.app;
  if (risk === "change") return <Badge tone="info">{texts.change}</Badge>;
  if (risk === "sensitive") return <Badge tone="warning">{texts.sensitive}</Badge>;
  return null;
}
