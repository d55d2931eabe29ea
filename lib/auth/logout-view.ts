import { pathWith } from "@/lib/http/see-other";
import { cleanName } from "@/lib/oauth/client/display-name";
import { findPostLogoutTarget, type PostLogoutParams } from "@/lib/oauth/logout/post-logout-target";
import { getProtocolContext } from "./protocol-context";

/** The way back to the app that sent the person to sign out. */
export interface LogoutReturn {
  appName: string;
  /** the whole address, `state` included */
  target: string;
  /** its host, or an app's own scheme */
  host: string;
  /** what the form sends, so that the address is checked again */
  fields: [name: string, value: string][];
}

/** The parameters that name a way back, in the logout request and on the page that asks. */
export const LOGOUT_PARAMS: readonly string[] = ["client_id", "post_logout_redirect_uri", "state"];

/** Where the person goes on after a sign-out; null: they stay at the portal. */
export async function findLogoutReturn(params: PostLogoutParams): Promise<LogoutReturn | null> {
  const context = getProtocolContext();
  const found = await findPostLogoutTarget(params, context);
  if (found === null) return null;
  const { host, protocol } = new URL(found.target);
  const fields = LOGOUT_PARAMS.flatMap((name): [string, string][] => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { appName: cleanName(found.client.name), target: found.target, host: host || protocol.slice(0, -1), fields };
}

/** The path of the sign-out page, with the way back in its query. */
export function logoutPath(params: PostLogoutParams): string {
  return pathWith("/logout", Object.fromEntries(LOGOUT_PARAMS.map((name) => [name, params.get(name)])));
}
