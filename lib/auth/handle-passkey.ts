import { recordEvent } from "@/lib/db/audit/events";
import { sourceOf } from "@/lib/http/act-source";
import { getClientAddress } from "@/lib/http/client-address";
import { countProof } from "@/lib/metrics/metrics";
import { acceptProof } from "./accept-proof";
import { passkeyForm, secondPasskeyForm } from "./auth-forms";
import { passkeyFactor } from "./factors/passkey";
import { formRoute, type PostedForm, type RouteResult } from "./form-route";
import { verifyPasskey } from "./passkeys";
import { RefusalLog } from "./refusal-log";

type Key = "passkey_unknown" | "passkey_wrong" | "passkey_over" | "leaving" | "suspended";

/** Anybody can send nonsense, any number of times: a challenge is used up only by a signature. */
const refusals = new RefusalLog(() => new Date());

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
    if (verdict.kind === "passkey_wrong") await recordRefusal(request);
    return { kind: "refused", problem: verdict.kind };
  }
  return await acceptProof({ user: verdict.user, factor: passkeyFactor, request, browserToken, destination });
}

async function recordRefusal(request: Request): Promise<void> {
  countProof(passkeyFactor.name, "refused");
  const events = refusals.select({ type: "passkey.refused", outcome: "refused" }, getClientAddress(request));
  for (const event of events) await recordEvent(event, sourceOf(request));
}
