"use client";

import { startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { useEffect, useRef, useState } from "react";
import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";

export interface PasskeyMakerProps {
  action: FormAction;
  options: Parameters<typeof startRegistration>[0]["optionsJSON"];
  /** the challenge, for the form */
  sealed: string;
  errorTitle: string;
  texts: { button: string; cancelled: string; present: string; unable: string };
}

/** Lets the browser make a passkey, and sends what it made. */
export function PasskeyMaker({ action, options, sealed, errorTitle, texts }: PasskeyMakerProps) {
  const answer = useRef<HTMLInputElement>(null);
  const [isAble, setAble] = useState<boolean | null>(null);
  const [problem, setProblem] = useState("");
  useEffect(() => setAble(typeof window.PublicKeyCredential === "function"), []);

  const make = async () => {
    setProblem("");
    try {
      const made = await startRegistration({ optionsJSON: options });
      if (!answer.current) return;
      answer.current.value = JSON.stringify(made);
      answer.current.form?.requestSubmit();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const isPresent = error instanceof WebAuthnError && error.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED";
      setProblem(isPresent ? texts.present : texts.cancelled);
    }
  };
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
        {isAble === false ? texts.unable : problem}
      </p>
    </ActionForm>
  );
}
