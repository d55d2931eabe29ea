import { findClientDetails } from "@/lib/db/clients/clients";
import { listAdministratorMailboxes } from "@/lib/db/people/administrators";
import { getEnv } from "@/lib/env";
import { wordsTo } from "@/lib/http/request-words";
import type { FindingPlace, Leak } from "@/lib/oauth/leaks/leak-desk";
import { getPortalName } from "@/lib/settings/portal-settings";
import { toMailName } from "./mail-name";
import { notify } from "./notify";
import { countTry, rateLimitRules } from "./rate-limit";

/**
 * Mails the owner of an app that a credential of it was found in public and works no longer; the administrators, if the app
 * has no owner or the credential is the operator's. Anybody can get tokens of an app and report them, so a few mails an hour
 * have to do, and of access tokens, which last minutes, there is none. The audit log has every one.
 */
export async function tellOfLeak(
  { clientId, kind }: Leak,
  { url = "" }: FindingPlace,
  now = new Date(),
): Promise<void> {
  if (kind === "access_token") return;
  const client = clientId === null ? null : await findClientDetails(clientId);
  // Programs can register any number of apps without an owner.
  const whose = clientId === null ? "operator" : client?.ownerEmail ? clientId : "apps without an owner";
  const limit = { rule: rateLimitRules.leakMail, subject: JSON.stringify([whose, kind]) };
  if ((await countTry([limit], now)) !== null) return;
  const portalName = await getPortalName();
  const { issuer } = getEnv();
  const app = client ? toMailName(client.name) : portalName;
  const href = client
    ? `${issuer}/console/clients/${encodeURIComponent(client.clientId)}/credentials`
    : `${issuer}/admin/registration`;
  const mailboxes = client?.ownerEmail
    ? [{ email: client.ownerEmail, locale: client.ownerLocale }]
    : await listAdministratorMailboxes();
  for (const { email: to, locale } of mailboxes) {
    const words = wordsTo(locale, null);
    const mail = words.console.leakMail;
    const text = mail.text({ app, what: mail.kinds[kind], url, href });
    await notify("a leaked credential", { to, words, subject: mail.subject(app, portalName), text });
  }
}
