import { Badge } from "@/components/ui/badge";
import type { AllowedScope } from "@/lib/db/consents";
import { getWords } from "@/lib/i18n/words";

export interface PermissionListProps {
  scopes: readonly AllowedScope[];
  labelledBy: string;
}

/** Every permission in words, with the day on which it was given. */
export function PermissionList({ scopes, labelledBy }: PermissionListProps) {
  const words = getWords().account.app;
  return (
    <ul aria-labelledby={labelledBy} className="grid divide-y divide-border rounded-control border border-border">
      {scopes.map((scope) => (
        <li key={scope.name} className="grid gap-1 p-3 sm:px-4">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <p className="font-semibold">{scope.title ?? words.retired}</p>
            <RiskBadge risk={scope.risk} />
            {scope.isOptional ? <Badge>{words.optional}</Badge> : null}
          </div>
          {scope.detail ? <p className="text-sm text-fg-muted">{scope.detail}</p> : null}
          <p className="text-sm text-fg-muted">{words.allowedOn(scope.grantedAt)}</p>
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
