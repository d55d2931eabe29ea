import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormTextArea } from "@/components/forms/form-text-area";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface ReviewDecisionProps {
  words: Words;
  client: Pick<ClientDetails, "name" | "status" | "suspendedAt">;
  verify: FormAction;
  refuse: FormAction;
  suspend: FormAction;
  resume: FormAction;
}

/** What an administrator can do about an app. */
export function ReviewDecision({ words, client, verify, refuse, suspend, resume }: ReviewDecisionProps) {
  const texts = words.admin.review;
  const suspension = words.console.settings.suspend;
  const isVerified = client.status === "verified";
  const refusal = isVerified ? texts.takeBack : texts.refuse;
  return (
    <>
      <Card title={texts.decide}>
        <p className="text-sm text-fg-muted">{isVerified ? texts.isVerified : texts.verifyHint(client.name)}</p>
        {isVerified ? null : (
          <PressForm action={verify}>
            <Button variant="primary">{texts.verify}</Button>
          </PressForm>
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
        <PressForm action={client.suspendedAt ? resume : suspend}>
          <Button variant="secondary">{client.suspendedAt ? suspension.resume : suspension.action}</Button>
        </PressForm>
      </Card>
    </>
  );
}
