import { type ActSource, recordEvent } from "@/lib/db/audit/events";
import type { FirstProof } from "@/lib/db/people/first-proof";
import type { User } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { wordsTo } from "@/lib/http/request-words";
import type { Locale } from "@/lib/i18n/locale";
import { getPortalName } from "@/lib/settings/portal-settings";
import { notify } from "./notify";

/** Notes that the address of an account was proved for the first time. */
export async function recordFirstProof({ userId }: User, firstProof: FirstProof, source: ActSource): Promise<void> {
  await recordEvent({ type: "email.proved", outcome: "ok", userId, data: { ...firstProof } }, source);
}

/** Tells a person who proved their address by a mailed sign-in what no longer works; nothing where nothing was there. */
export async function tellFirstProof(user: User, { hadWaysIn }: FirstProof, answerLocale: Locale): Promise<void> {
  if (!hadWaysIn) return;
  const words = wordsTo(user.locale, answerLocale);
  const href = new URL("/account/security", getEnv().issuer).href;
  const mail = words.auth.mails.firstProof({ portalName: await getPortalName(), href });
  await notify("a first proof of an address", { to: user.email, words, ...mail });
}
