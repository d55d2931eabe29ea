import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";

/** A mail that waits on the outbox page. */
export interface StoredMail {
  mailId: string;
  recipient: string;
  subject: string;
  body: string;
  createdAt: Date;
}

export async function insertMail(mail: Pick<StoredMail, "recipient" | "subject" | "body">): Promise<void> {
  const db = await getDb();
  await db.mail.create({ data: { id: newId(), ...mail }, select: { id: true } });
}

/** The newest mails, the newest first. */
export async function listMails(limit: number): Promise<StoredMail[]> {
  const db = await getDb();
  const rows = await db.mail.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { id: true, recipient: true, subject: true, body: true, createdAt: true },
  });
  return rows.map(({ id, ...mail }) => ({ mailId: id, ...mail }));
}
