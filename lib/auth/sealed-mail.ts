import { z } from "zod";
import { seal, unseal } from "./sealed-cookie";

const PURPOSE = "mail";

const schema = z.object({
  to: z.string().nullable(),
  subject: z.string(),
  text: z.string(),
  language: z.string(),
  what: z.string(),
});

/** A mail that waits to be sent. */
export type WaitingMail = z.infer<typeof schema>;

/** Seals a mail for the table of jobs. `lifetime` in seconds. */
export function sealMail(
  { to, subject, text, language, what }: WaitingMail,
  lifetime: number,
  now: Date,
): Promise<string> {
  return seal(PURPOSE, { to, subject, text, language, what }, lifetime, now);
}

/** The mail; null if it has expired. */
export async function openMail(sealed: unknown, now: Date): Promise<WaitingMail | null> {
  const { data } = schema.safeParse(await unseal(PURPOSE, String(sealed), now));
  return data ?? null;
}
