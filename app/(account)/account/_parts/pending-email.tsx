import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import type { Words } from "@/lib/i18n/words";
import { cancelNewEmail } from "../email/actions";

/** The new address that waits for its code: where the code is typed, and a way to give it up. */
export function PendingEmail({ words, email }: { words: Words; email: string }) {
  const texts = words.account.email;
  return (
    <Note id="pending-email">
      <p>
        {texts.waits} <bdi className="font-semibold">{email}</bdi>
      </p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <a href="/account/email/confirm" className="inline-flex min-h-6 items-center">
          {texts.typeCode}
        </a>
        <PressForm action={cancelNewEmail}>
          <Button id="cancel-email" variant="quiet" size="sm">
            {texts.giveUp}
          </Button>
        </PressForm>
      </div>
    </Note>
  );
}
