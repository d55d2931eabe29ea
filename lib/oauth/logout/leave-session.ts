import { appendToUri } from "../client/redirect-target";
import type { OAuthContext, Reader } from "../context";
import { seeOther } from "../wire/see-other";

/**
 * Ends a session in the browser that has it, and sends the browser on to `target`.
 * @see OpenID Connect Front-Channel Logout §3
 */
export async function leaveSession(
  sessionId: string,
  target: string,
  reader: Reader,
  context: OAuthContext,
): Promise<Response> {
  const setCookies = await context.endSession(sessionId);
  return await goOnAfterLogout({ sessionIds: [sessionId], target, setCookies }, reader, context);
}

/**
 * Sends the browser on to `target` after its sessions ended: at once, or by a page whose hidden frames tell the clients
 * that asked for it.
 */
export async function goOnAfterLogout(
  { sessionIds, target, setCookies }: { sessionIds: string[]; target: string; setCookies: string[] },
  reader: Reader,
  context: OAuthContext,
): Promise<Response> {
  const frames = (await Promise.all(sessionIds.map((sessionId) => listFrames(sessionId, context)))).flat();
  const response = frames.length === 0 ? seeOther(target) : context.pages.renderSigningOut({ frames, target }, reader);
  for (const setCookie of setCookies) response.headers.append("set-cookie", setCookie);
  return response;
}

async function listFrames(sessionId: string, context: OAuthContext): Promise<string[]> {
  const clientIds = await context.store.listClientsOfSession(sessionId);
  const clients = await Promise.all(clientIds.map((clientId) => context.store.findClient(clientId)));
  return clients.flatMap((client) => {
    const uri = client?.frontchannelLogoutUri ?? null;
    if (uri === null || client === null || client.suspendedAt !== null) return [];
    // OpenID Connect Front-Channel Logout §2: iss and sid go together.
    return [
      appendToUri(uri, [
        ["iss", context.issuer],
        ["sid", sessionId],
      ]),
    ];
  });
}
