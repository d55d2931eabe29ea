import { z } from "zod";
import type { OAuthContext } from "../context";
import { createLogoutToken } from "./logout-token";

/** The client to notify, and the session that ended. */
export const logoutNoticeSchema = z.object({ clientId: z.string(), userId: z.string(), sessionId: z.string() });

export type LogoutNotice = z.infer<typeof logoutNoticeSchema>;

/** The client did not accept a logout token. `isFinal`: another try would not help. */
export class LogoutNoticeError extends Error {
  override name = "LogoutNoticeError";

  constructor(
    message: string,
    readonly isFinal: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Tells a client that a session ended, if it still has a logout address. Each try sends a new token.
 * @throws {LogoutNoticeError}
 * @see OpenID Connect Back-Channel Logout §2.5, §2.8
 */
export async function notifyClient(notice: LogoutNotice, context: OAuthContext): Promise<void> {
  const client = await context.store.findClient(notice.clientId);
  if (client === null || client.suspendedAt !== null || client.backchannelLogoutUri === null) return;
  const logoutToken = await createLogoutToken({ ...notice, client }, context);
  const status = await send(client.backchannelLogoutUri, logoutToken, context);
  const { clientId, userId } = notice;
  // OpenID Connect Back-Channel Logout §2.8: 200. Some frameworks turn an empty answer into a 204.
  const isTaken = status === 200 || status === 204;
  const outcome = isTaken ? "ok" : "refused";
  context.record({ type: "backchannel_logout.sent", outcome, clientId, userId, data: { status } }, null);
  // OpenID Connect Back-Channel Logout §2.8: 400 says that the request itself was wrong, so another try would fail too.
  if (!isTaken) throw new LogoutNoticeError(`It answers ${status}`, status === 400);
}

async function send(uri: string, logoutToken: string, context: OAuthContext): Promise<number> {
  try {
    const { status } = await context.fetch(uri, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: `logout_token=${encodeURIComponent(logoutToken)}`,
    });
    return status;
  } catch (cause) {
    throw new LogoutNoticeError(cause instanceof Error ? cause.message : "It cannot be reached", false, { cause });
  }
}
