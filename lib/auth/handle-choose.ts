import { recordEvent } from "@/lib/db/audit/events";
import { serializeFormState } from "@/lib/forms/form-state";
import { sourceOf } from "@/lib/http/act-source";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { chooseAccount } from "@/lib/oauth/authorize/answer-request";
import { chooseForm, signInForm } from "./auth-forms";
import { type Destination, pathFor } from "./destination";
import { formRoute } from "./form-route";
import { getProtocolContext } from "./protocol-context";
import { forgetAccount, switchAccount } from "./switch-account";

/**
 * `POST /choose/submit`: the account to continue with, for the app's request or at the portal; or the account to remove
 * from this browser's list.
 * @see OIDC Core §3.1.2.1 (`prompt=select_account`)
 */
export const handleChoose = formRoute(chooseForm, async ({ request, values, browserToken, destination }) => {
  if (values.remove !== undefined) return remove(request, values.remove, destination);
  const result = await switchAccount(request, values.account);
  if (result === null) return { kind: "refused", problem: "gone" };
  if (result.kind === "signed_out") {
    const prefilled = { form: signInForm.name, error: "", field: null, values: { username: result.email } };
    return seeOther(pathFor("/login", destination, { switch: "1" }), [serializeFormState(prefilled)]);
  }
  const { authentication, setCookies } = result;
  if (!destination.requestId) return seeOther(destination.returnTo ?? "/account", setCookies);
  const context = getProtocolContext();
  return withCookies(await chooseAccount(destination.requestId, browserToken, authentication, context), setCookies);
});

async function remove(request: Request, sessionId: string, destination: Destination): Promise<Response> {
  const removed = await forgetAccount(request, sessionId);
  if (removed?.isSignedIn) {
    await recordEvent(
      {
        type: "sign_out",
        outcome: "ok",
        userId: removed.userId,
        data: { sessionId },
      },
      sourceOf(request),
    );
  }
  return seeOther(pathFor("/choose", destination), removed?.setCookies ?? []);
}
