import { putMail } from "../auth/mail";
import type { MailText } from "../auth/mail-page";
import { listAdministratorMailboxes } from "../db/people/administrators";
import type { User } from "../db/people/users";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import type { Words } from "../i18n/words";
import { getPortalName } from "../settings/portal-settings";

type Recipient = Pick<User, "email" | "locale">;

/** Tells a person that an administrator keeps them out. */
export async function tellSuspended(user: Recipient, now: Date): Promise<void> {
  const portalName = await getPortalName();
  await send(user, "a suspension", ({ mails }) => mails.suspended({ portalName }), now);
}

/** Tells a person that they administer the portal now, and all others who do. */
export async function tellNewAdministrator(user: Pick<User, "userId"> & Recipient, now: Date): Promise<void> {
  const portalName = await getPortalName();
  const { issuer } = getEnv();
  const own = { portalName, href: `${issuer}/admin` };
  await send(user, "new powers", ({ mails }) => mails.administratorAdded(own), now);
  const told = { portalName, email: user.email, href: `${issuer}/admin/users/${user.userId}` };
  const others = (await listAdministratorMailboxes()).filter(({ email }) => email !== user.email);
  for (const other of others)
    await send(other, "another administrator", (words) => words.mails.newAdministrator(told), now);
}

async function send(
  { email, locale }: Recipient,
  what: string,
  write: (words: Words["auth"]) => MailText,
  now: Date,
): Promise<void> {
  const words = wordsTo(locale, null);
  await putMail({ ...write(words.auth), to: email, language: words.common.language, what }, now);
}
