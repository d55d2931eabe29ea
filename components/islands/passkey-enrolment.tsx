"use client";

import { useRef } from "react";
import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { type NewPasskeyOptions, type NewPasskeyTexts, useNewPasskey } from "@/components/auth/use-new-passkey";
import { Button } from "@/components/ui/button";

export interface PasskeyEnrolmentProps {
  csrf: string;
  destination: FormDestination;
  passkey: { options: NewPasskeyOptions; sealed: string };
  /** `or` leads to the other way, which always works */
  texts: NewPasskeyTexts & { or: string };
}

/** A passkey as the second factor that somebody must add. Where the browser can make none, there is nothing to see. */
export function PasskeyEnrolment({ csrf, destination, passkey, texts }: PasskeyEnrolmentProps) {
  const answer = useRef<HTMLInputElement>(null);
  const { isAble, says, make } = useNewPasskey(passkey.options, answer, texts);
  return (
    <form method="post" action="/login/enrol/passkey/submit" className="grid gap-3" hidden={isAble !== true}>
      <HiddenFields csrf={csrf} destination={destination} />
      <input type="hidden" name="challenge" value={passkey.sealed} />
      <input ref={answer} type="hidden" name="credential" />
      <Button id="passkey-make" type="button" size="lg" isFullWidth onClick={() => void make()}>
        {texts.button}
      </Button>
      <p role="status" className="text-sm text-fg-muted empty:hidden">
        {says}
      </p>
      <p className="text-center text-sm text-fg-muted">{texts.or}</p>
    </form>
  );
}
