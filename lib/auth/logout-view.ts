import { getAuthorizationServer } from "@/lib/authorization-server";
import { pathWith } from "@/lib/http/see-other";
import { findPostLogoutTarget, type PostLogoutParams } from "@/lib/oauth/logout/post-logout-target";
import { cleanName } from "./display-name";

/** The way back to the app that sent the person to sign out. */
export interface LogoutReturn {
  appName: string;
  /** the whole address, `state` included */
  target: string;
  /** its host, or an app's own scheme */
  host: string;
  /** what the form sends along, so that the address is checked again then */
  fields: [name: string, value: string][];
}

/** What names a way back: of the logout request, and of the page that asks. */
export const logoutParams: readonly string[] = ["client_id", "post_logout_redirect_uri", "state"];

/** Where the person goes on after a sign-out; null: they stay at the portal. */
export async function findLogoutReturn(params: PostLogoutParams): Promise<LogoutReturn | null> {
  const { context } = await getAuthorizationServer();
  const found = await findPostLogoutTarget(params, context);
  if (found === null) return null;
  const { host, protocol } = new URL(found.target);
  const fields = logoutParams.flatMap((name): [string, string][] => {
    const value = params.get(name);
    return value === null ? [] : [[name, value]];
  });
  return { appName: cleanName(found.client.name), target: found.target, host: host || protocol.slice(0, -1), fields };
}

/** The sign-out page, with the way back that was named. */
export function logoutPath(params: PostLogoutParams): string {
  return pathWith("/logout", Object.fromEntries(logoutParams.map((name) => [name, params.get(name)])));
}
