import { notify } from "../auth/notify";
import { getPortalName } from "../auth/portal-settings";
import { listAdministratorEmails } from "../db/administrators";
import { getEnv } from "../env";
import { getWords } from "../i18n/words";

/** Writes to the administrators that an app, or what a verified app changed, waits for them. */
export async function tellAdministrators(
  { clientId, name }: { clientId: string; name: string },
  what: "app" | "changes",
): Promise<void> {
  const words = getWords().admin.reviewMail[what];
  const href = `${getEnv().issuer}/admin/clients/${encodeURIComponent(clientId)}`;
  const subject = words.subject(name, await getPortalName());
  const text = words.text(name, href);
  for (const to of await listAdministratorEmails()) await notify("an app to review", { to, subject, text });
}
