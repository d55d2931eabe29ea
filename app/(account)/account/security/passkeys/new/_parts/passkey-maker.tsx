"use client";

import { useRef } from "react";
import { type NewPasskeyOptions, type NewPasskeyTexts, useNewPasskey } from "@/components/auth/use-new-passkey";
import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";

export interface PasskeyMakerProps {
  action: FormAction;
  options: NewPasskeyOptions;
  /** the challenge, for the form */
  sealed: string;
  errorTitle: string;
  texts: NewPasskeyTexts;
}

/** Lets the browser make a passkey, and sends what it made. */
export function PasskeyMaker({ action, options, sealed, errorTitle, texts }: PasskeyMakerProps) {
  const answer = useRef<HTMLInputElement>(null);
  const { isAble, says, make } = useNewPasskey(options, answer, texts);
  return (
    <ActionForm action={action} errorTitle={errorTitle} className="grid gap-3">
      <input type="hidden" name="challenge" value={sealed} />
      <input ref={answer} type="hidden" name="credential" />
      {isAble ? (
        <div>
          <Button id="passkey-make" type="button" variant="primary" onClick={() => void make()}>
            {texts.button}
          </Button>
        </div>
      ) : null}
      <p role="status" className="text-sm text-fg-muted empty:hidden">
        {says}
      </p>
    </ActionForm>
  );
}
