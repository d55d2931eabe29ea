import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { decodeEmail } from "@/lib/auth/readable-host";
import type { Handover } from "@/lib/db/clients/handovers";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface HandoverCardProps {
  words: Words;
  /** to whom the app is offered; null: to nobody */
  offer: Handover | null;
  action: FormAction;
  withdraw: FormAction;
}

/** Offers the app to another developer, or says to whom it is offered. */
export function HandoverCard({ words, offer, action, withdraw }: HandoverCardProps) {
  const texts = words.console.handover;
  return (
    <Card title={texts.title} id="handover">
      {offer ? (
        <>
          <p className="max-w-measure text-sm wrap-anywhere">
            {texts.offered(decodeEmail(offer.email), offer.expiresAt)}
          </p>
          <PressForm action={withdraw} heir="handover-heading">
            <Button variant="secondary">{texts.withdraw}</Button>
          </PressForm>
        </>
      ) : (
        <>
          <p className="max-w-measure text-sm text-fg-muted">{texts.body}</p>
          <ActionForm
            action={action}
            errorTitle={words.common.errorTitle(texts.title)}
            label={texts.title}
            className="grid max-w-md gap-4"
          >
            <FormField
              id="email"
              type="email"
              label={texts.email}
              autoCapitalize="none"
              spellCheck={false}
              maxLength={254}
            />
            <div>
              <Button variant="secondary">{texts.offer}</Button>
            </div>
          </ActionForm>
        </>
      )}
    </Card>
  );
}
