import { listMails, type StoredMail } from "@/lib/db/mails";
import { isOutboxOpen } from "./mail";

/** The newest mails that nothing sends; null when this portal shows none to anybody. */
export async function readOutbox(): Promise<StoredMail[] | null> {
  return isOutboxOpen() ? listMails(50) : null;
}
