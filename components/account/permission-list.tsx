import { Badge } from "@/components/ui/badge";
import type { AllowedScope } from "@/lib/db/consents";
import { getWords } from "@/lib/i18n/words";

export interface PermissionListProps {
  scopes: readonly AllowedScope[];
  /** names of APIs that the app may use without a permission of theirs */
  apis: readonly string[];
  labelledBy: string;
}

/** Every permission in words, with the day on which it was given. */
export function PermissionList({ scopes, apis, labelledBy }: PermissionListProps) {
  const words = getWords().account.app;
  return (
    <ul aria-labelledby={labelledBy} className="grid divide-y divide-border rounded-control border border-border">
      {scopes.map((scope) => (
        <li key={scope.name} className="grid gap-1 p-3 sm:px-4">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <p className="font-semibold">{scope.title ?? words.retired}</p>
            {scope.resourceName ? <span className="text-sm text-fg-muted">{scope.resourceName}</span> : null}
            <RiskBadge risk={scope.risk} />
            {scope.isOptional ? <Badge>{words.optional}</Badge> : null}
          </div>
          {scope.detail ? <p className="text-sm text-fg-muted">{scope.detail}</p> : null}
          <p className="text-sm text-fg-muted">{words.allowedOn(scope.grantedAt)}</p>
        </li>
      ))}
      {apis.map((name) => (
        <li key={name} className="grid gap-1 p-3 sm:px-4">
          <p className="font-semibold">{words.api(name)}</p>
        </li>
      ))}
    </ul>
  );
}

function RiskBadge({ risk }: Pick<AllowedScope, "risk">) {
  const words = getWords().account.app;
  if (risk === "change") return <Badge tone="info">{words.change}</Badge>;
  if (risk === "sensitive") return <Badge tone="warning">{words.sensitive}</Badge>;
  return null;
}
