"use client";

import { useEffect } from "react";

export interface PasskeySignalProps {
  rpId: string;
  /** the `user.id` of the passkeys, base64url */
  userId: string;
  credentialIds: string[];
}

/** Tells the browser which passkeys the account has, so that it offers no others. @see WebAuthn Level 3 §5.1.10 */
export function PasskeySignal({ rpId, userId, credentialIds }: PasskeySignalProps) {
  const all = credentialIds.join(" ");
  useEffect(() => {
    const known = window.PublicKeyCredential as Partial<SignallingBrowser> | undefined;
    const allAcceptedCredentialIds = all === "" ? [] : all.split(" ");
    // A browser without the signal, or that has none of these, loses nothing.
    known?.signalAllAcceptedCredentials?.({ rpId, userId, allAcceptedCredentialIds }).catch(() => undefined);
  }, [rpId, userId, all]);
  return null;
}

interface SignallingBrowser {
  signalAllAcceptedCredentials: (options: {
    rpId: string;
    userId: string;
    allAcceptedCredentialIds: string[];
  }) => Promise<void>;
}
