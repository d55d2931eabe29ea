"use client";

import { startAuthentication, WebAuthnAbortService } from "@simplewebauthn/browser";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import type { SecondFactorView } from "@/lib/auth/second-factor-view";
import { type FormDestination, HiddenFields } from "./hidden-fields";

export interface PasskeySignInProps {
  /** where the form is posted to */
  action: string;
  csrf: string;
  destination: FormDestination;
  passkey: NonNullable<SecondFactorView["passkey"]>;
  /** offers passkeys among what the e-mail field suggests, too */
  hasAutofill: boolean;
  /** above the button, such as "or" */
  divider?: string;
  isPrimary?: boolean;
  texts: { button: string; cancelled: string };
  /** a passkey that no account has, which was just refused: the browser is told to forget it */
  unknownId?: string | null;
}

/** The button that asks for a passkey. Without JavaScript, or where the browser knows none, there is none. */
export function PasskeySignIn(props: PasskeySignInProps) {
  const { action, csrf, destination, passkey, hasAutofill, divider, isPrimary = false, texts, unknownId } = props;
  const form = useRef<HTMLFormElement>(null);
  const [isReady, setReady] = useState(false);
  const [isCancelled, setCancelled] = useState(false);
  const { options, sealed } = passkey;

  const ask = async (useBrowserAutofill: boolean) => {
    try {
      const answer = await startAuthentication({ optionsJSON: options, useBrowserAutofill });
      if (!form.current) return;
      const put = (name: string, value: string) => {
        const field = form.current?.elements.namedItem(name);
        if (field instanceof HTMLInputElement) field.value = value;
      };
      put("credential", JSON.stringify(answer));
      put("credential-id", answer.id);
      form.current.requestSubmit();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // What autofill was asked for ends quietly, when the button is pressed or the page is left.
      if (!useBrowserAutofill) setCancelled(true);
    }
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: the browser is asked once for the page
  useEffect(() => {
    if (typeof window.PublicKeyCredential !== "function") return;
    setReady(true);
    const { signalUnknownCredential, isConditionalMediationAvailable } = window.PublicKeyCredential as PasskeyBrowser;
    if (unknownId && options.rpId) {
      signalUnknownCredential
        ?.call(window.PublicKeyCredential, { rpId: options.rpId, credentialId: unknownId })
        .catch(() => undefined);
    }
    if (!hasAutofill) return;
    isConditionalMediationAvailable?.call(window.PublicKeyCredential).then((isAvailable) => {
      if (isAvailable) void ask(true);
    });
    return () => WebAuthnAbortService.cancelCeremony();
  }, []);

  return (
    <form ref={form} method="post" action={action} className="grid gap-3" hidden={!isReady}>
      <HiddenFields csrf={csrf} destination={destination} />
      <input type="hidden" name="challenge" value={sealed} />
      <input type="hidden" name="credential" />
      <input type="hidden" name="credential-id" />
      {divider ? <p className="text-center text-sm text-fg-muted">{divider}</p> : null}
      <Button
        id="passkey-sign-in"
        type="button"
        size="lg"
        variant={isPrimary ? "primary" : "secondary"}
        isFullWidth
        onClick={() => {
          setCancelled(false);
          void ask(false);
        }}
      >
        {texts.button}
      </Button>
      <p role="status" className="text-sm text-fg-muted empty:hidden">
        {isCancelled ? texts.cancelled : ""}
      </p>
    </form>
  );
}

/** Members that not every browser has. @see WebAuthn Level 3 §5.1.7, §5.1.10 */
interface PasskeyBrowser {
  isConditionalMediationAvailable?: () => Promise<boolean>;
  signalUnknownCredential?: (options: { rpId: string; credentialId: string }) => Promise<void>;
}
