"use client";

import { useRef } from "react";
import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { type NewPasskeyOptions, type NewPasskeyTexts, useNewPasskey } from "@/components/auth/use-new-passkey";
import { Button } from "@/components/ui/button";

export interface PasskeyOfferProps {
  csrf: string;
  destination: FormDestination;
  passkey: { options: NewPasskeyOptions; sealed: string };
  texts: NewPasskeyTexts & { later: string };
}

/** Not now, or a passkey: two buttons of one size. Without JavaScript there is only the first. */
export function PasskeyOffer({ csrf, destination, passkey, texts }: PasskeyOfferProps) {
  const answer = useRef<HTMLInputElement>(null);
  const { isAble, says, make } = useNewPasskey(passkey.options, answer, texts);
  return (
    <form method="post" action="/login/passkey/new/submit" className="grid gap-3">
      <HiddenFields csrf={csrf} destination={destination} />
      <input type="hidden" name="challenge" value={passkey.sealed} />
      <input ref={answer} type="hidden" name="credential" />
      <div className="grid auto-cols-fr grid-flow-col gap-3 max-[24rem]:grid-flow-row">
        <Button id="passkey-later" name="answer" value="later" size="lg">
          {texts.later}
        </Button>
        {isAble ? (
          <Button id="passkey-make" type="button" variant="primary" size="lg" onClick={() => void make()}>
            {texts.button}
          </Button>
        ) : null}
      </div>
      <p role="status" className="text-sm text-fg-muted empty:hidden">
        {says}
      </p>
    </form>
  );
}
