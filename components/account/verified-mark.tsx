import { BadgeCheck, CircleSlash, TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { ConnectedApp } from "@/lib/db/people/consents";
import type { Words } from "@/lib/i18n/words";

export interface VerifiedMarkProps {
  words: Words;
  app: Pick<ConnectedApp, "status" | "isDeleted" | "isSuspended">;
}

/** Whether an app is verified, and whether it still works. An icon and a word, never colour alone. */
export function VerifiedMark({ words, app }: VerifiedMarkProps) {
  const texts = words.account.apps;
  const icon = "size-3.5";
  return (
    <>
      {app.status === "verified" ? (
        <Badge tone="success" icon={<BadgeCheck aria-hidden="true" className={icon} />}>
          {texts.verified}
        </Badge>
      ) : (
        <Badge icon={<TriangleAlert aria-hidden="true" className={icon} />}>{texts.unverified}</Badge>
      )}
      {app.isDeleted ? (
        <Badge tone="warning" icon={<CircleSlash aria-hidden="true" className={icon} />}>
          {texts.deleted}
        </Badge>
      ) : null}
      {app.isSuspended && !app.isDeleted ? (
        <Badge tone="warning" icon={<CircleSlash aria-hidden="true" className={icon} />}>
          {texts.suspended}
        </Badge>
      ) : null}
    </>
  );
}
