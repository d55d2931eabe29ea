import { Button } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";
import type { PendingChanges } from "@/lib/oauth/register/review";
import { Card } from "./card";
import { StatusBadge } from "./status-badge";

export interface ReviewCardProps {
  status: ClientDetails["status"];
  /** what a verified app asked to change and nobody looked at */
  pending: PendingChanges | null;
  /** why the last review ended without a yes */
  refusal: string | null;
  ask: () => Promise<void>;
  /** where an administrator decides; null for everybody else */
  decideHref: string | null;
}

/** Whether an administrator looked at the app, and how to ask for it. */
export function ReviewCard({ status, pending, refusal, ask, decideHref }: ReviewCardProps) {
  const words = getWords().console.branding.review;
  const { members } = getWords().admin.review;
  return (
    <Card title={words.title} aside={<StatusBadge status={status} />}>
      <p className="text-sm text-fg-muted">{words[status]}</p>
      {pending ? (
        <p className="text-sm wrap-anywhere">
          <strong className="font-semibold">{words.waiting}</strong>{" "}
          {(Object.keys(pending) as (keyof PendingChanges)[]).map((member) => members[member]).join(", ")}
        </p>
      ) : null}
      {refusal ? (
        <p className="text-sm wrap-anywhere">
          <strong className="font-semibold">{words.refused}</strong> {refusal}
        </p>
      ) : null}
      {status === "development" ? (
        <form action={ask}>
          <Button variant="secondary">{words.ask}</Button>
        </form>
      ) : null}
      {decideHref ? (
        <p className="text-sm">
          <a href={decideHref} className="link inline-flex min-h-6 items-center">
            {words.decide}
          </a>
        </p>
      ) : null}
    </Card>
  );
}
