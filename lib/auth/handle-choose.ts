import { getAuthorizationServer } from "@/lib/authorization-server";
import { recordEvent } from "@/lib/db/audit-events";
import { sourceOf } from "@/lib/http/act-source";
import { serializeFormState } from "@/lib/http/form-state";
import { seeOther, withCookies } from "@/lib/http/see-other";
import { chooseAccount } from "@/lib/oauth/authorize/interaction";
import { pathFor } from "./destination";
import { handlePageForm, type PageForm } from "./page-form-handler";
import { forgetAccount, switchAccount } from "./switch-account";

/**
 * `POST /choose/submit`: the account that the app's request, or the portal itself, goes on with; or one that leaves
 * this browser's list.
 * @see OIDC Core §3.1.2.1 (`prompt=select_account`)
 */
export function handleChoose(request: Request): Promise<Response> {
  // Bound to the browser only: the choice is made from whichever session was current when the page was opened.
  const options = { name: "choose", page: "/choose", isSessionBound: false };
  return handlePageForm(request, options, (form) => {
    const removed = form.fields.get("remove");
    return removed === null ? choose(form) : remove(form, removed);
  });
}

async function choose({ request, fields, browserToken, destination, sendBack }: PageForm): Promise<Response> {
  const result = await switchAccount(request, fields.get("account") ?? "");
  if (result === null) return sendBack("gone");
  if (result.kind === "signed_out") {
    const prefilled = { form: "login", error: "", field: null, values: { username: result.email } };
    return seeOther(pathFor("/login", destination, { switch: "1" }), [serializeFormState(prefilled)]);
  }
  const { authentication, setCookies } = result;
  if (!destination.requestId) return seeOther(destination.returnTo ?? "/account", setCookies);
  const { context } = await getAuthorizationServer();
  return withCookies(await chooseAccount(destination.requestId, browserToken, authentication, context), setCookies);
}

async function remove({ request, destination }: PageForm, sessionId: string): Promise<Response> {
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
