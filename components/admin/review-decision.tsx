import { ActionForm, type FormAction } from "@/components/console/action-form";
import { Card } from "@/components/console/card";
import { FormTextArea } from "@/components/console/form-text-area";
import { Button } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";

export interface ReviewDecisionProps {
  client: Pick<ClientDetails, "name" | "status" | "suspendedAt">;
  verify: () => Promise<void>;
  refuse: FormAction;
  suspend: () => Promise<void>;
  resume: () => Promise<void>;
}

/** What an administrator can do about an app. */
export function ReviewDecision({ client, verify, refuse, suspend, resume }: ReviewDecisionProps) {
  const words = getWords();
  const texts = words.admin.review;
  const suspension = words.console.settings.suspend;
  const isVerified = client.status === "verified";
  const refusal = isVerified ? texts.takeBack : texts.refuse;
  return (
    <>
      <Card title={texts.decide}>
        <p className="text-sm text-fg-muted">{isVerified ? texts.isVerified : texts.verifyHint(client.name)}</p>
        {isVerified ? null : (
          <form action={verify}>
            <Button variant="primary">{texts.verify}</Button>
          </form>
        )}
      </Card>
      {client.status === "development" ? null : (
        <Card title={refusal}>
          <p className="text-sm text-fg-muted">{texts.refuseHint}</p>
          <ActionForm
            action={refuse}
            errorTitle={words.common.errorTitle(refusal)}
            label={refusal}
            className="grid gap-4"
          >
            <FormTextArea id="reason" label={texts.reason} hint={texts.reasonHint} rows={3} maxLength={500} />
            <div>
              <Button variant="secondary">{refusal}</Button>
            </div>
          </ActionForm>
        </Card>
      )}
      <Card title={client.suspendedAt ? suspension.resumeTitle : suspension.title} tone="danger">
        <p className="text-sm text-fg-muted">{client.suspendedAt ? suspension.resumeBody : suspension.body}</p>
        <form action={client.suspendedAt ? resume : suspend}>
          <Button variant="secondary">{client.suspendedAt ? suspension.resume : suspension.action}</Button>
        </form>
      </Card>
    </>
  );
}
