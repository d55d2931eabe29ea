import { listMails, type StoredMail } from "@/lib/db/people/mails";
import { isOutboxOpenTo } from "./mail";
import { decodeEmail } from "./readable-host";

/** The newest mails that no server sends; null for a reader who may not see them. */
export async function readOutbox(headers: Headers): Promise<StoredMail[] | null> {
  if (!isOutboxOpenTo(headers)) return null;
  return (await listMails(50)).map((mail) => ({ ...mail, recipient: decodeEmail(mail.recipient) }));
}
