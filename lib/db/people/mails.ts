import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import type { Prisma } from "../generated/client";
import { toJobRow } from "../portal/jobs";

/** A mail that waits on the outbox page. */
export interface StoredMail {
  mailId: string;
  recipient: string;
  subject: string;
  body: string;
  createdAt: Date;
}

/** A mail that is ready to be stored: for a job to send, or for the outbox page. */
export type MailToStore =
  | { kind: "job"; jobKind: string; payload: Record<string, unknown>; runAt: Date }
  | { kind: "outbox"; mail: Pick<StoredMail, "recipient" | "subject" | "body"> };

/** Stores a mail; by `tx`, together with what the transaction writes. */
export async function insertMail(ready: MailToStore, tx?: Prisma.TransactionClient): Promise<void> {
  const db = tx ?? (await getDb());
  const select = { id: true };
  if (ready.kind === "job") {
    await db.job.create({ data: toJobRow(ready.jobKind, ready.payload, ready.runAt), select });
  } else {
    await db.mail.create({ data: { id: newId(), ...ready.mail }, select });
  }
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
