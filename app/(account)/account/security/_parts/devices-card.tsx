import { Card } from "@/components/account/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface DevicesCardProps {
  words: Words;
  /** where the person is signed in besides this browser */
  otherCount: number;
  signOutOthers: FormAction;
}

/**
 * Ends the other sessions from the page on which every change of a password or of a factor ends.
 * @see OWASP ASVS 5.0 7.4.3
 */
export function DevicesCard({ words, otherCount, signOutOthers }: DevicesCardProps) {
  const { security, sessions } = words.account;
  if (otherCount === 0) return null;
  return (
    <Card title={sessions.othersTitle} id="devices" intro={security.others(otherCount)}>
      <div className="flex flex-wrap items-center gap-3">
        <PressForm action={signOutOthers} heir="passkeys">
          <Button id="others-sign-out" variant="secondary">
            {sessions.signOutOthers}
          </Button>
        </PressForm>
        <a className="link text-sm" href="/account/sessions">
          {security.reviewDevices}
        </a>
      </div>
    </Card>
  );
}
