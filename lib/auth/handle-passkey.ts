import { recordEvent } from "@/lib/db/audit/events";
import { sourceOf } from "@/lib/http/act-source";
import { acceptProof } from "./accept-proof";
import { passkeyForm, secondPasskeyForm } from "./auth-forms";
import { passkeyFactor } from "./factors/passkey";
import { formRoute, type PostedForm, type RouteResult } from "./form-route";
import { verifyPasskey } from "./passkeys";

type Key = "passkey_unknown" | "passkey_wrong" | "passkey_over" | "leaving" | "suspended";

/** `POST /login/passkey-first/submit`: a passkey instead of e-mail and password. */
export const handlePasskey = formRoute(passkeyForm, signInByPasskey);

/** `POST /login/passkey/submit`: a passkey of whoever is half signed in. */
export const handleSecondPasskey = formRoute(secondPasskeyForm, signInByPasskey);

async function signInByPasskey({
  request,
  values,
  browserToken,
  destination,
}: PostedForm<(typeof passkeyForm)["fields"]>): Promise<RouteResult<(typeof passkeyForm)["fields"], Key>> {
  const source = sourceOf(request);
  const verdict = await verifyPasskey({ sealed: values.challenge, answer: values.credential, browserToken, source });
  if (verdict.kind !== "right") {
    if (verdict.kind === "passkey_wrong") await recordEvent({ type: "passkey.refused", outcome: "refused" }, source);
    return { kind: "refused", problem: verdict.kind };
  }
  return await acceptProof({ user: verdict.user, factor: passkeyFactor, request, browserToken, destination });
}
