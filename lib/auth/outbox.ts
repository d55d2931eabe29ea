import { listMails, type StoredMail } from "@/lib/db/mails";
import { isOutboxOpenTo } from "./mail";

/** The newest mails that nothing sends; null for whom this portal shows none. */
export async function readOutbox(headers: Headers): Promise<StoredMail[] | null> {
  return isOutboxOpenTo(headers) ? listMails(50) : null;
}
