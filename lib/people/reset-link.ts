import { createResetLink } from "../auth/reset-link";
import type { ManagedPerson } from "./managed-person";
import { done, type Result, refused } from "./result";

/** A link by which the person chooses a new password, once, to be handed over to them. Nobody else sees a password. */
export async function makeResetLink(
  person: ManagedPerson,
  now: Date,
): Promise<Result<{ link: string; expiresAt: Date }>> {
  const { actor, user } = person;
  if (person.isBeyond("support")) return refused("administratorOnly");
  const result = await createResetLink(actor, user.userId, now);
  if (result.kind === "made") return done(result);
  if (result.kind === "forbidden") return refused("administratorOnly");
  if (result.kind === "tooMany") return refused("tooMany", result.seconds);
  return refused(result.kind);
}
