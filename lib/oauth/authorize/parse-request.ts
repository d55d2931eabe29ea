import type { OAuthContext } from "../context";
import { AuthorizationError, OAuthError, type ResponseTarget } from "../errors";
import type { ServerContext } from "../feature";
import type { AuthorizationParams, Client } from "../model";
import type { Params } from "../wire/params";
import { NOTHING_ASKED, readRequest } from "./checks";
import { applyRequestObject } from "./request-object";
import { findTarget, readTarget } from "./response-target";

/** A request whose redirect_uri is its client's and whose parameters are all acceptable. */
export interface ParsedRequest {
  client: Client;
  params: AuthorizationParams;
  /** as the client wrote them; nothing in them is an error. @see OIDC Core §3.1.2.1 (ui_locales) */
  uiLocales: string | null;
}

/**
 * Checks an authorization request. It throws an {@link OAuthError}, which becomes a page, until it knows that the
 * redirect_uri is the client's; from then on it throws an {@link AuthorizationError}, which goes back to the client.
 * @see RFC 6749 §4.1.1, §4.1.2.1; OIDC Core §3.1.2.1, §3.1.2.2; RFC 7636 §4.4.1
 */
export async function parseAuthorizationRequest(
  params: Params,
  request: Request,
  context: ServerContext,
): Promise<ParsedRequest> {
  const client = await readClient(params, context);
  const answered = await withOwnCallback(client, params, request, context);
  const whole = await redirectErrors(
    () => applyRequestObject(params, client, request, context),
    // An unreadable request object may have held the redirect_uri, so nobody is redirected unless there is one outside
    // it.
    () => findTarget(params, answered, context),
    client,
  );
  const target = readTarget(whole, answered, context);
  const { redirectUri, responseMode, state } = target;
  const { clientId } = client;
  const values: AuthorizationParams = {
    answerBy: "redirect",
    clientId,
    redirectUri,
    responseMode,
    state,
    // Spread last: Node.js is slow to copy an object literal that starts with a spread, a third of the cost of reading
    // a request.
    ...NOTHING_ASKED,
  };
  const read = () => readRequest("authorize", { params: whole, client, request, values }, context);
  return { client, params: await redirectErrors(read, () => target, client), uiLocales: whole.get("ui_locales") };
}

/** Runs `step`. Its refusals go to the client if there is a trusted address to send them to. */
async function redirectErrors<T>(
  step: () => Promise<T>,
  findErrorTarget: () => ResponseTarget | null,
  { clientId }: Client,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    // The sender of this request has to wait, not the client.
    if (error.detail.retryAfter !== undefined) throw error;
    const detail = { ...error.detail, clientId };
    const target = findErrorTarget();
    if (target === null) throw new OAuthError(error.code, error.description, detail);
    throw new AuthorizationError(error.code, error.description, target, detail);
  }
}

/** The client as this request may be answered: one that the portal itself began also at the portal's own page. */
async function withOwnCallback(
  client: Client,
  params: Params,
  request: Request,
  { ownRequests }: OAuthContext,
): Promise<Client> {
  const [first, ...others] = params.all("redirect_uri");
  if (!ownRequests || first !== ownRequests.callback || others.length > 0 || params.isCut) return client;
  const sent = { clientId: client.clientId, query: params.toQuery() };
  if (!(await ownRequests.isBegun(sent, request))) return client;
  return { ...client, redirectUris: [...client.redirectUris, ownRequests.callback] };
}

async function readClient(params: Params, context: OAuthContext): Promise<Client> {
  const clientId = params.require("client_id");
  const client = await context.store.findClient(clientId);
  if (!client) {
    throw new OAuthError("invalid_client", "No client has this client_id: check that it was copied completely", {
      cause: "client_unknown",
      status: 400,
      values: { receivedClientId: clientId },
    });
  }
  if (client.suspendedAt !== null) {
    throw new OAuthError("unauthorized_client", "This client is suspended: ask the operator of this portal", {
      cause: "client_suspended",
      clientId,
    });
  }
  return client;
}
