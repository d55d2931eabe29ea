import { Card } from "@/components/console/card";
import { StatusBadge } from "@/components/console/status-badge";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import type { PendingChanges } from "@/lib/oauth/client/review";

export interface ReviewCardProps {
  words: Words;
  status: ClientDetails["status"];
  /** a verified app's changes that nobody has reviewed */
  pending: PendingChanges | null;
  /** why the last review was refused */
  refusal: string | null;
  ask: FormAction;
  /** where an administrator decides; null for everybody else */
  decideHref: string | null;
}

/** Whether an administrator reviewed the app, and how to ask for a review. */
export function ReviewCard({ words, status, pending, refusal, ask, decideHref }: ReviewCardProps) {
  const texts = words.console.branding.review;
  const { members } = words.admin.review;
  return (
    <Card title={texts.title} aside={<StatusBadge words={words} status={status} />}>
      <p className="text-sm text-fg-muted">{texts[status]}</p>
      {pending ? (
        <p className="text-sm wrap-anywhere">
          <strong className="font-semibold">{texts.waiting}</strong>{" "}
          {(Object.keys(pending) as (keyof PendingChanges)[]).map((member) => members[member]).join(", ")}
        </p>
      ) : null}
      {refusal ? (
        <p className="text-sm wrap-anywhere">
          <strong className="font-semibold">{texts.refused}</strong> {refusal}
        </p>
      ) : null}
      {status === "development" ? (
        <PressForm action={ask}>
          <Button variant="secondary">{texts.ask}</Button>
        </PressForm>
      ) : null}
      {decideHref ? (
        <p className="text-sm">
          <a href={decideHref} className="link inline-flex min-h-6 items-center">
            {texts.decide}
          </a>
        </p>
      ) : null}
    </Card>
  );
}
