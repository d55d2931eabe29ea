"use client";

import { startRegistration, WebAuthnError } from "@simplewebauthn/browser";
import { type RefObject, useEffect, useState } from "react";

/** What the browser is asked when it makes a passkey. */
export type NewPasskeyOptions = Parameters<typeof startRegistration>[0]["optionsJSON"];

/** What a form says about the browser. */
export interface NewPasskeyTexts {
  button: string;
  cancelled: string;
  present: string;
  unable: string;
}

/**
 * Lets the browser make a passkey when the person presses a button, and sends what it made with the form of `answer`.
 * `isAble` is null until the browser is known; `says` is about the last try, or empty.
 */
export function useNewPasskey(
  options: NewPasskeyOptions,
  answer: RefObject<HTMLInputElement | null>,
  texts: NewPasskeyTexts,
): { isAble: boolean | null; says: string; make: () => Promise<void> } {
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
  return { isAble, says: isAble === false ? texts.unable : problem, make };
}
