import type { Actor } from "../../auth/actor";
import { getDb } from "../../db/driver/database";
import { createUser } from "../../db/people/users";
import { OwnedClient } from "../managed-client";
import { type RegisterClientInput, registerClient } from "../register-client";

/** A person with an account, acting for themselves. */
export async function makePerson(email: string, isAdmin = false): Promise<Actor & { userId: string }> {
  const now = new Date();
  const user = await createUser(
    { email, passwordHash: null, name: null, isAdmin, emailVerifiedAt: now, claims: {} },
    now,
  );
  if (!user) throw new Error(`There is an account for ${email} already.`);
  return { userId: user.userId, isAdmin, source: { ipAddress: "192.0.2.1", requestId: null } };
}

/** Suspends the account, or lets it act again. */
export async function setSuspended(actor: { userId: string }, suspendedAt: Date | null): Promise<void> {
  const db = await getDb();
  await db.user.update({ where: { id: actor.userId }, data: { suspendedAt } });
}

/** A client of the actor, with a name of its own unless `input` has one; throws when it is refused. */
export async function makeClient(
  actor: Actor,
  input: Partial<RegisterClientInput> = {},
): Promise<{ clientId: string; clientSecret: string | null }> {
  const name = `Acme Calendar ${crypto.randomUUID().slice(0, 8)}`;
  const result = await registerClient(actor, { name, kind: "web", ...input });
  if (!result.ok) throw new Error(result.problem.key);
  return result.value;
}

/** A client that the actor owns, to be called use cases with; throws when it is not the actor's. */
export async function manage(actor: Actor, clientId: string): Promise<OwnedClient> {
  const managed = await OwnedClient.find(actor, clientId);
  if (!managed) throw new Error(`${clientId} is not the actor's.`);
  return managed;
}
