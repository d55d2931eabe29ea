import { createCache } from "../../engine/cache";
import { countLookUps } from "../../metrics/metrics";
import { findChanges, getDb } from "../driver/database";
import { known } from "../driver/known-values";
import { lockUser, lockUserAsOf, type PersonAsOf } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import type { Prisma } from "../generated/client";
import { type NewUser, toRow, toUser, type User, userSelect } from "./users";

const PRESETS = ["openid", "google", "microsoft", "github", "kakao", "naver"] as const;

/** How an upstream is asked who somebody is: any OpenID provider, or a service that the portal knows. */
export type UpstreamPreset = (typeof PRESETS)[number];

/** An unknown way is the one that trusts nothing but a signed token. */
const readPreset = known(PRESETS, "openid");

/** Another place where people can sign in to come here. */
export interface Upstream {
  /** short, and part of the address that people come back to */
  upstreamId: string;
  /** what people read on its button */
  name: string;
  preset: UpstreamPreset;
  /** of the OpenID provider; null: the preset's own */
  issuer: string | null;
  /** as that place knows the portal */
  clientId: string;
  /** sealed */
  secretJwe: string;
  /** asked for; the preset's own when empty */
  scopes: string[];
  /** of mail addresses, in ASCII: whoever types one of these is led there */
  domains: string[];
  /** whether people who have no account get one by it, where the portal's own setting allows it */
  allowsSignUp: boolean;
  isOn: boolean;
  createdAt: Date;
}

/** Upstreams that one portal can have: each is a button on the sign-in page. */
export const MOST_UPSTREAMS = 20;

/** Accounts elsewhere by which one person can sign in. */
export const MOST_LINKS = 20;

function toUpstream({ id, preset, ...row }: Omit<Upstream, "upstreamId" | "preset"> & { id: string; preset: string }) {
  return { upstreamId: id, preset: readPreset(preset), ...row };
}

/** All of them, the oldest first. */
export async function listUpstreams(): Promise<Upstream[]> {
  const db = await getDb();
  const rows = await db.upstream.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: MOST_UPSTREAMS });
  return rows.map(toUpstream);
}

const findKnown = createCache("upstream", listUpstreams, findChanges, countLookUps("upstreams"));

/**
 * All of them, as this process knows them, for pages that everybody asks for. It reads them once a second at most, and
 * anew when it hears of a change.
 */
export async function listKnownUpstreams(): Promise<readonly Upstream[]> {
  return (await findKnown("")) ?? [];
}

/** The upstream of this id; null: there is none. */
export async function findUpstream(upstreamId: string): Promise<Upstream | null> {
  // No text column can hold NUL.
  if (upstreamId.includes("\0")) return null;
  const db = await getDb();
  const row = await db.upstream.findUnique({ where: { id: upstreamId } });
  return row && toUpstream(row);
}

/** Why an upstream was not stored: there is one of that id, one of its domains is another's, or there are too many. */
export type UpstreamRefusal = "taken" | "domainTaken" | "full";

/** Administrators change upstreams seldom, and one after the other. */
async function lockUpstreams(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`LOCK TABLE upstreams IN SHARE ROW EXCLUSIVE MODE`;
}

async function isDomainTaken(
  tx: Prisma.TransactionClient,
  { upstreamId, domains }: Pick<Upstream, "upstreamId" | "domains">,
): Promise<boolean> {
  const where = { id: { not: upstreamId }, domains: { hasSome: domains } };
  return domains.length > 0 && (await tx.upstream.count({ where })) > 0;
}

/** Stores an upstream, all or nothing. */
export async function insertUpstream(upstream: Upstream): Promise<"done" | UpstreamRefusal> {
  const { upstreamId: id, ...data } = upstream;
  return await inTransaction(async (tx) => {
    await lockUpstreams(tx);
    if ((await tx.upstream.count()) >= MOST_UPSTREAMS) return "full";
    if ((await tx.upstream.count({ where: { id } })) > 0) return "taken";
    if (await isDomainTaken(tx, upstream)) return "domainTaken";
    await tx.upstream.create({ data: { id, ...data }, select: { id: true } });
    return "done";
  });
}

/** What can be changed of an upstream. What it is stays: the accounts that people linked are there. */
export type UpstreamChanges = Omit<Upstream, "upstreamId" | "preset" | "issuer" | "createdAt">;

/**
 * Changes an upstream as `decide` says of what it is, while others who change upstreams wait; or answers why `decide`
 * refuses.
 */
export async function reviseUpstream<Refusal extends string>(
  upstreamId: string,
  decide: (before: Upstream) => UpstreamChanges | Refusal,
): Promise<Upstream | "missing" | "domainTaken" | Refusal> {
  if (upstreamId.includes("\0")) return "missing";
  return await inTransaction(async (tx) => {
    await lockUpstreams(tx);
    const row = await tx.upstream.findUnique({ where: { id: upstreamId } });
    if (!row) return "missing";
    const before = toUpstream(row);
    const changes = decide(before);
    if (typeof changes === "string") return changes;
    if (await isDomainTaken(tx, { upstreamId, ...changes })) return "domainTaken";
    await tx.upstream.update({ where: { id: upstreamId }, data: changes, select: { id: true } });
    return { ...before, ...changes };
  });
}

/** Deletes an upstream with everybody's links to it; null: there was none. */
export async function deleteUpstream(upstreamId: string): Promise<{ name: string; links: number } | null> {
  if (upstreamId.includes("\0")) return null;
  return await inTransaction(async (tx) => {
    await lockUpstreams(tx);
    const where = { id: upstreamId };
    const row = await tx.upstream.findUnique({ where, select: { name: true, _count: { select: { links: true } } } });
    if (!row) return null;
    await tx.upstream.delete({ where, select: { id: true } });
    return { name: row.name, links: row._count.links };
  });
}

/** Somebody's account elsewhere, as its upstream names it: nothing else of it stays the same for ever. */
export interface UpstreamSubject {
  upstreamId: string;
  issuer: string;
  subject: string;
}

/** The same with what its person knows it by; null: it says nothing. */
export interface LinkedSubject extends UpstreamSubject {
  label: string | null;
}

/** Whose account here that account elsewhere signs in to; null: nobody's. */
export async function findLink({ upstreamId, issuer, subject }: UpstreamSubject) {
  const db = await getDb();
  const row = await db.upstreamLink.findUnique({
    where: { upstreamId_issuer_subject: { upstreamId, issuer, subject } },
    select: { id: true, userId: true },
  });
  return row && { linkId: row.id, userId: row.userId };
}

/** Notes a use, and what the account elsewhere is called now. */
export async function noteLinkUse(linkId: string, label: string | null, now: Date): Promise<void> {
  const db = await getDb();
  await db.upstreamLink.updateMany({ where: { id: linkId }, data: { lastUsedAt: now, ...(label && { label }) } });
}

/**
 * Lets somebody sign in by their account elsewhere. `taken`: it signs in to an account here already, whoever's; `full`:
 * the person has {@link MOST_LINKS}; `over`: what ends everything that was begun came between, or the upstream is gone.
 * With any of them, nothing is stored.
 */
export async function insertLink(
  person: PersonAsOf,
  { upstreamId, issuer, subject, label }: LinkedSubject,
  now: Date,
): Promise<"linked" | "taken" | "full" | "over"> {
  const { userId } = person;
  try {
    return await inTransaction(async (tx) => {
      if (!(await lockUserAsOf(tx, person))) return "over";
      const upstreams = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM upstreams WHERE id = ${upstreamId} AND is_on FOR KEY SHARE`;
      if (upstreams.length === 0) return "over";
      if ((await tx.upstreamLink.count({ where: { userId } })) >= MOST_LINKS) return "full";
      const link = { id: newId(now.getTime()), userId, upstreamId, issuer, subject, label, createdAt: now };
      await tx.upstreamLink.create({ data: link, select: { id: true } });
      return "linked";
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/**
 * Stores a new account and the account elsewhere that signs in to it, both or nothing; null when the address or the
 * account elsewhere belongs to somebody by now, or the upstream is gone.
 */
export async function createLinkedUser(
  user: NewUser,
  { upstreamId, issuer, subject, label }: LinkedSubject,
  now: Date,
): Promise<User | null> {
  try {
    return await inTransaction(async (tx) => {
      const upstreams = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM upstreams WHERE id = ${upstreamId} AND is_on AND allows_sign_up FOR KEY SHARE`;
      if (upstreams.length === 0) return null;
      const made = toUser(await tx.user.create({ data: toRow(user, now), select: userSelect }));
      const { userId } = made;
      const link = { id: newId(now.getTime()), userId, upstreamId, issuer, subject, label, createdAt: now };
      await tx.upstreamLink.create({ data: { ...link, lastUsedAt: now }, select: { id: true } });
      return made;
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** An account elsewhere by which somebody signs in. */
export interface UpstreamLink extends LinkedSubject {
  linkId: string;
  /** of its upstream */
  name: string;
  /** whether people can sign in by its upstream now */
  isOn: boolean;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** All of a person's, the oldest first. */
export async function listLinks(userId: string): Promise<UpstreamLink[]> {
  const db = await getDb();
  const rows = await db.upstreamLink.findMany({
    where: { userId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    take: MOST_LINKS,
    include: { upstream: { select: { name: true, isOn: true } } },
  });
  return rows.map(({ id, userId: _, upstream, ...row }) => ({ linkId: id, ...row, ...upstream }));
}

/**
 * Removes a link. `last`: the person has neither a password nor a passkey nor another link that works; `gone`: they have
 * no such link. Of any number of callers who remove ways in at the same time, the last one is the one that is refused.
 */
export async function deleteLink({ userId, linkId }: { userId: string; linkId: string }) {
  return await inTransaction(async (tx): Promise<UpstreamSubject | "last" | "gone"> => {
    await lockUser(tx, userId);
    const user = await tx.user.findUnique({
      where: { id: userId },
      select: {
        passwordHash: true,
        _count: { select: { passkeys: true } },
        upstreamLinks: {
          select: { id: true, upstreamId: true, issuer: true, subject: true, upstream: { select: { isOn: true } } },
        },
      },
    });
    const link = user?.upstreamLinks.find(({ id }) => id === linkId);
    if (!user || !link) return "gone";
    const hasOther = user.upstreamLinks.some(({ id, upstream }) => id !== linkId && upstream.isOn);
    if (user.passwordHash === null && user._count.passkeys === 0 && !hasOther) return "last";
    await tx.upstreamLink.delete({ where: { id: linkId }, select: { id: true } });
    const { upstreamId, issuer, subject } = link;
    return { upstreamId, issuer, subject };
  });
}
