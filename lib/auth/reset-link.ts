import { randomBytes } from "node:crypto";
import { recordEvent } from "@/lib/db/audit/events";
import { newId } from "@/lib/db/driver/new-id";
import { findEmailLink, insertLinkFor } from "@/lib/db/people/email-codes";
import { findUser } from "@/lib/db/people/users";
import { getEnv } from "@/lib/env";
import { pathWith } from "@/lib/http/see-other";
import { hashSecret } from "@/lib/oauth/secrets";
import { type Actor, findSupport } from "./actor";
import { countTry, rateLimitRules } from "./rate-limit";
import type { ResetProof } from "./reset-password";

const OPERATOR_PURPOSE = "operator_reset";

/** Seconds for which the link of an operator works: it has to be handed over, and no mailbox can be read for it. */
export const RESET_LINK_LIFETIME = 3_600;

export type ResetLinkResult =
  | { kind: "made"; link: string; expiresAt: Date }
  /** the actor is neither administrator nor support, or the account is an administrator's and the actor none */
  | { kind: "forbidden" }
  /** there is no such account */
  | { kind: "missing" }
  /** nobody gets into a suspended account: resume it first */
  | { kind: "suspended" }
  /** the actor made many links within an hour */
  | { kind: "tooMany"; seconds: number };

/**
 * Makes a link with which a person chooses a new password once. An administrator or the operator hands it over, and
 * never sees or sets a password. Nothing changes until the link is used, and it works only while whoever made it may still
 * make it.
 */
export async function createResetLink(actor: Actor, userId: string, now = new Date()): Promise<ResetLinkResult> {
  const known = await findSupport(actor);
  if (!known) return { kind: "forbidden" };
  const user = await findUser(userId);
  if (!user) return { kind: "missing" };
  // Whoever has the link has the account, and all that it may do.
  if (user.isAdmin && !known.isAdmin) return { kind: "forbidden" };
  if (user.suspendedAt) return { kind: "suspended" };
  const wait =
    known.userId && (await countTry([{ rule: rateLimitRules.resetLinkByMaker, subject: known.userId }], now));
  if (wait) return { kind: "tooMany", seconds: wait };
  const token = randomBytes(32).toString("base64url");
  const expiresAt = new Date(now.getTime() + RESET_LINK_LIFETIME * 1000);
  const link = {
    codeId: newId(now.getTime()),
    userId,
    email: user.email,
    purpose: OPERATOR_PURPOSE,
    // No code stands beside it: nothing hashes to this.
    codeHash: "",
    linkHash: hashSecret(token),
    createdAt: now,
    expiresAt,
    madeById: known.userId,
  };
  // Suspended, deleted or made an administrator in this moment.
  if (!(await insertLinkFor(link, known.isAdmin ? "everybody" : "others than administrators")))
    return { kind: "missing" };
  const data = { by: known.userId };
  await recordEvent({ type: "password.reset_link_created", outcome: "ok", userId, data }, actor.source);
  const { href } = new URL(pathWith("/reset/confirm", { token }), getEnv().issuer);
  return { kind: "made", link: href, expiresAt };
}

/** Whom a link lets choose a new password, mailed or of an operator; null when it was used or is over. */
export async function findResetLink(token: string, now = new Date()): Promise<ResetProof | null> {
  if (token === "") return null;
  const mailed = await findEmailLink(hashSecret(token), ["reset"], now);
  if (mailed) return { ...mailed, by: "mail" };
  const made = await findEmailLink(hashSecret(token), [OPERATOR_PURPOSE], now);
  return made && { ...made, by: "operator" };
}
