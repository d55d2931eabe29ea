import { BadgeCheck, CircleSlash, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { ConnectedApp } from "@/lib/db/consents";
import { getWords } from "@/lib/i18n/words";

export interface VerifiedMarkProps {
  app: Pick<ConnectedApp, "status" | "isDeleted" | "isSuspended">;
}

/** What is known about who is behind an app, and whether it still works. An icon and a word, never colour alone. */
export function VerifiedMark({ app }: VerifiedMarkProps) {
  const words = getWords().account.apps;
  const icon = "size-3.5";
  return (
    <>
      {app.status === "verified" ? (
        <Badge tone="success" icon={<BadgeCheck aria-hidden="true" className={icon} />}>
          {words.verified}
        </Badge>
      ) : (
        <Badge icon={<TriangleAlert aria-hidden="true" className={icon} />}>{words.unverified}</Badge>
      )}
      {app.isDeleted ? (
        <Badge tone="warning" icon={<CircleSlash aria-hidden="true" className={icon} />}>
          {words.deleted}
        </Badge>
      ) : null}
      {app.isSuspended && !app.isDeleted ? (
        <Badge tone="warning" icon={<CircleSlash aria-hidden="true" className={icon} />}>
          {words.suspended}
        </Badge>
      ) : null}
    </>
  );
}
