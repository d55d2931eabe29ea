import { listMails, type StoredMail } from "@/lib/db/mails";
import { decodeEmail } from "@/lib/oauth/punycode";
import { isOutboxOpenTo } from "./mail";

/** The newest mails that nothing sends; null for whom this portal shows none. */
export async function readOutbox(headers: Headers): Promise<StoredMail[] | null> {
  if (!isOutboxOpenTo(headers)) return null;
  return (await listMails(50)).map((mail) => ({ ...mail, recipient: decodeEmail(mail.recipient) }));
}
