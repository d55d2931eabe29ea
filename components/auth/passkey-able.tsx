"use client";

import { useEffect, useState } from "react";

/**
 * Says with the form around it whether this device can make passkeys, so that nobody is offered one in vain. Without
 * JavaScript it says nothing.
 * @see WebAuthn Level 3 §5.1.6 (isUserVerifyingPlatformAuthenticatorAvailable)
 */
export function PasskeyAble() {
  const [isAble, setAble] = useState(false);
  useEffect(() => {
    if (typeof window.PublicKeyCredential !== "function") return;
    window.PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().then(setAble, () => setAble(false));
  }, []);
  return <input type="hidden" name="passkeys" value={isAble ? "on" : ""} />;
}
