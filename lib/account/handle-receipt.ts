import { findCurrentUser } from "../auth/current-user";
import { getProtocolContext } from "../auth/protocol-context";
import { getLoginPath } from "../auth/return-to";
import { getEnv } from "../env";
import { renderMessagePage } from "../http/message-page";
import { wordsOf } from "../http/request-words";
import { seeOther } from "../http/see-other";
import { getPortalName, peekPortalSettings } from "../settings/portal-settings";
import { findOwnVersion } from "./consent-history";
import { signReceipt, toReceipt } from "./receipt";

/**
 * Answers the signed receipt of one of the person's consents as a file; otherwise redirects to the sign-in page, which
 * leads back to the list of apps.
 */
export async function handleReceipt(request: Request, versionId: string): Promise<Response> {
  const user = await findCurrentUser(request);
  if (!user) return seeOther(getLoginPath("/account/apps"));
  const found = await findOwnVersion(user, versionId);
  if (!found) {
    const words = wordsOf(request, { account: user.locale });
    const { title, body: message } = words.account.notFound;
    const action = { href: "/account/apps", label: words.account.apps.title };
    return renderMessagePage({ status: 404, title, message, action, words, request });
  }
  const { userId } = user;
  const { issuer } = getEnv();
  const { privacyUrl } = peekPortalSettings();
  const { version, appName } = found;
  const receipt = toReceipt(version, { issuer, portalName: await getPortalName(), privacyUrl, userId, appName });
  const { keys, now } = getProtocolContext();
  const signed = await signReceipt(receipt, { issuer, userId }, { keys, now: now() });
  return new Response(`${JSON.stringify(signed, null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="receipt-${version.createdAt.toISOString().slice(0, 10)}.json"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
