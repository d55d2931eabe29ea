import { findClientDetails } from "@/lib/db/clients/clients";
import { listAdministratorMailboxes } from "@/lib/db/people/administrators";
import { getEnv } from "@/lib/env";
import { wordsTo } from "@/lib/http/request-words";
import type { FindingPlace, Leak } from "@/lib/oauth/leaks/leak-desk";
import { getPortalName } from "@/lib/settings/portal-settings";
import { toMailName } from "./mail-name";
import { notify } from "./notify";

/**
 * Mails the owner of an app that a credential of it was found in public and works no longer; the administrators, if the app
 * has no owner or the credential is the operator's.
 */
export async function tellOfLeak({ clientId, kind }: Leak, { url = "" }: FindingPlace): Promise<void> {
  const client = clientId === null ? null : await findClientDetails(clientId);
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
