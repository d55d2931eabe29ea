import { toMailName } from "../auth/mail-name";
import { notify } from "../auth/notify";
import { listAdministratorMailboxes } from "../db/people/administrators";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { getPortalName } from "../settings/portal-settings";

/** Mails the administrators that an app, or a verified app's change, waits for them. */
export async function tellAdministrators(
  { clientId, name }: { clientId: string; name: string },
  what: "app" | "changes",
): Promise<void> {
  const href = `${getEnv().issuer}/admin/clients/${encodeURIComponent(clientId)}`;
  const app = toMailName(name);
  const portalName = await getPortalName();
  for (const { email: to, locale } of await listAdministratorMailboxes()) {
    const words = wordsTo(locale, null);
    const mail = words.admin.reviewMail[what];
    const notice = { subject: mail.subject(app, portalName), text: mail.text(app, href) };
    await notify("an app to review", { to, words, ...notice });
  }
}
