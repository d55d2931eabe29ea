import { type Actor, findAdministrator } from "../auth/actor";
import { recordEvent } from "../db/audit/events";
import { type KeyInPhase, listKeyPhases, rotateKeys } from "../keys/signing-keys";
import type { SigningAlg } from "../oauth/model";

/** A published signing key, without its private half. */
export type ShownKey = KeyInPhase;

/** Why no key was made: `waiting`: the successor that was made last does not sign yet. */
export type RotationProblem = "forbidden" | "waiting";

/** The signing keys that are published; null for those who may not see them. */
export async function listSigningKeys(actor: Actor, now: Date): Promise<ShownKey[] | null> {
  return (await findAdministrator(actor)) ? listKeyPhases(now) : null;
}

/** Makes a successor for the key of an algorithm. Only one at a time: the next one waits until it signs. */
export async function rotateSigningKey(
  actor: Actor,
  alg: SigningAlg,
  now: Date,
): Promise<{ activeAt: Date } | { problem: RotationProblem }> {
  const known = await findAdministrator(actor);
  if (!known) return { problem: "forbidden" };
  const keys = await listKeyPhases(now);
  if (keys.some((key) => key.alg === alg && key.phase === "next")) return { problem: "waiting" };
  const { kid, activeAt } = await rotateKeys(alg, now);
  const { userId, source } = known;
  await recordEvent({ type: "keys.rotated", outcome: "ok", userId, data: { alg, kid } }, source);
  return { activeAt };
}
