import { getDb } from "../driver/database";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import type { Prisma } from "../generated/client";
import type { UpstreamSubject } from "./upstreams";
import { type NewUser, toRow } from "./users";

/** An account that an import may find in its place. */
export interface KnownUser {
  userId: string;
  name: string | null;
  claims: Record<string, unknown>;
  isEmailVerified: boolean;
  updatedAt: Date;
}

/** A person of another program, checked. */
export interface ImportedUser extends NewUser {
  suspendedAt: Date | null;
  groupIds: string[];
  links: (UpstreamSubject & { label: string | null })[];
  /** of an authenticator app that counts at once; null: none */
  secretJwe: string | null;
}

/** The accounts of these addresses, by address. */
export async function findByEmails(emails: readonly string[]): Promise<Map<string, KnownUser>> {
  const db = await getDb();
  const rows = await db.user.findMany({
    where: { email: { in: [...emails] } },
    select: { id: true, email: true, name: true, claims: true, emailVerifiedAt: true, updatedAt: true },
  });
  return new Map(
    rows.map(({ id, email, name, claims, emailVerifiedAt, updatedAt }) => [
      email,
      { userId: id, name, claims: readClaims(claims), isEmailVerified: emailVerifiedAt !== null, updatedAt },
    ]),
  );
}

function readClaims(value: Prisma.JsonValue): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}

/** Which of these accounts elsewhere sign somebody in already, as `upstreamId issuer subject`. */
export async function findTaken(links: readonly UpstreamSubject[]): Promise<Set<string>> {
  if (links.length === 0) return new Set();
  const db = await getDb();
  const rows = await db.upstreamLink.findMany({
    where: { OR: links.map(({ upstreamId, issuer, subject }) => ({ upstreamId, issuer, subject })) },
    select: { upstreamId: true, issuer: true, subject: true },
  });
  return new Set(rows.map(nameSubject));
}

/** One name for an account elsewhere. */
export function nameSubject({ upstreamId, issuer, subject }: UpstreamSubject): string {
  return JSON.stringify([upstreamId, issuer, subject]);
}

/**
 * Stores people with their groups, links and authenticator apps, all or nothing, except those whose address has an account
 * by now.
 * @returns the ids of those who were stored, by address
 */
export async function insertImported(people: readonly ImportedUser[], now: Date): Promise<Map<string, string>> {
  const rows = people.map((person) => ({
    person,
    row: { ...toRow(person, now), suspendedAt: person.suspendedAt, createdAt: now, updatedAt: now },
  }));
  return await inTransaction(
    async (tx) => {
      await tx.user.createMany({ data: rows.map(({ row }) => row), skipDuplicates: true });
      const ids = rows.map(({ row }) => String(row.id));
      const stored = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, email: true } });
      const made = new Set(stored.map(({ id }) => id));
      const own = rows
        .map(({ row, person }) => ({ userId: String(row.id), person }))
        .filter(({ userId }) => made.has(userId));
      const members = own.flatMap(({ userId, person }) =>
        person.groupIds.map((groupId) => ({ groupId, userId, addedAt: now })),
      );
      const links = own.flatMap(({ userId, person }) =>
        person.links.map((link) => ({ id: newId(now.getTime()), userId, ...link, createdAt: now })),
      );
      const apps = own.flatMap(({ userId, person: { secretJwe } }) =>
        secretJwe === null
          ? []
          : [{ id: newId(now.getTime()), userId, secretJwe, confirmedAt: now, lastStep: 0, createdAt: now }],
      );
      if (members.length > 0) await tx.groupMember.createMany({ data: members, skipDuplicates: true });
      if (links.length > 0) await tx.upstreamLink.createMany({ data: links, skipDuplicates: true });
      if (apps.length > 0) await tx.authenticator.createMany({ data: apps });
      return new Map(stored.map(({ id, email }) => [email, id]));
    },
    { timeout: 60_000 },
  );
}

/** What an import changes of an account that was there before it. Never the password. */
export interface ImportedChanges {
  name?: string;
  claims?: Record<string, unknown>;
}

/** Writes that, if nobody changed the account since it was read. True when it was written. */
export async function updateImported(
  { userId, updatedAt }: Pick<KnownUser, "userId" | "updatedAt">,
  { claims, ...changes }: ImportedChanges,
): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.user.updateMany({
    where: { id: userId, updatedAt },
    data: { ...changes, ...(claims && { claims: claims as Prisma.InputJsonObject }) },
  });
  return count === 1;
}
