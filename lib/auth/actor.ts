import type { ActSource } from "../db/audit/events";
import { findUser } from "../db/people/users";
import type { CurrentUser } from "./current-user";

/** Who acts, and from where. `userId` null with `isAdmin`: the operator at the command line. */
export interface Actor {
  userId: string | null;
  isAdmin: boolean;
  /** they look after people, and administer nothing else; default: no */
  isSupport?: boolean;
  /** a company's directory that acts by its own token, on its own people and groups and nothing else; default: none */
  directoryId?: string;
  source: ActSource;
}

/** The operator of the portal, at the command line or while seeding. */
export const operator: Actor = { userId: null, isAdmin: true, source: "command line" };

/** An actor who was already looked up for this request, so that use cases need not look them up again. */
class KnownActor implements Actor {
  constructor(
    readonly userId: string | null,
    readonly isAdmin: boolean,
    readonly isSupport: boolean,
    readonly source: ActSource,
  ) {}
}

/** A company's directory whose token was checked for this request. */
export type DirectoryActor = Actor & { directoryId: string };

/** A directory as an actor. It has no powers of its own: what it may do asks whether something is its own. */
export function toDirectoryActor(directoryId: string, source: ActSource): DirectoryActor {
  return Object.assign(new KnownActor(null, false, false, source), { directoryId });
}

/** Whoever acts, as the audit log names them. */
export function actedBy({ userId, directoryId }: Actor): { by: string | null; directoryId?: string } {
  return directoryId === undefined ? { by: userId } : { by: null, directoryId };
}

/** The person who is signed in, as an actor. Their account was read together with their session for this request. */
export function toActor({ userId, isAdmin, isSupport }: CurrentUser, source: ActSource): Actor {
  return new KnownActor(userId, isAdmin, isSupport, source);
}

/**
 * The actor as the database knows them now: null when the account is gone or suspended; an administrator only if both
 * the account and the actor are one.
 */
export async function findActor(actor: Actor): Promise<Actor | null> {
  if (actor instanceof KnownActor) return actor;
  if (actor.userId === null) return actor.isAdmin ? actor : null;
  const user = await findUser(actor.userId);
  if (!user || user.suspendedAt) return null;
  const isSupport = actor.isSupport === true && user.isSupport;
  return new KnownActor(user.userId, actor.isAdmin && user.isAdmin, isSupport, actor.source);
}

/**
 * The actor, when they administer the portal: an account that is an administrator's and not suspended, or the operator
 * at the command line. Null for everybody else, who learn nothing.
 */
export async function findAdministrator(actor: Actor): Promise<Actor | null> {
  const known = await findActor(actor);
  return known?.isAdmin ? known : null;
}

/** The actor, when they may look after people: an administrator, or somebody of the support. Null for everybody else. */
export async function findSupport(actor: Actor): Promise<Actor | null> {
  const known = await findActor(actor);
  return known?.isAdmin || known?.isSupport ? known : null;
}
