import type { ClientMembers } from "../../oauth/client/members";
import type { PendingChanges } from "../../oauth/client/review";
import type { Client, ClientStatus } from "../../oauth/model";
import type { ClientSettings } from "../../oauth/register/settings";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { readClientJwks } from "../driver/json-columns";
import { lockClient, lockUser } from "../driver/lock-row";
import { newId } from "../driver/new-id";
import { type PartRow, Table } from "../driver/table";
import { inTransaction } from "../driver/transaction";
import { isUniqueViolation } from "../driver/unique-violation";
import { Prisma } from "../generated/client";
import type { Rows } from "../generated/tables";
import { CLIENT_RESTORE_DAYS } from "../portal/sweep";
import { revokeAllAccess } from "../protocol/revoke-all";
import { URI_LISTS } from "../protocol/tables";
import { expectLogo, expectPendingLogo } from "./logos";
import { toStoredSkeleton } from "./name-skeleton";

const DAY_MS = 86_400_000;

/** A client as its owner and administrators see it: each member of its metadata has a column of its name. */
export interface ClientDetails extends Omit<Client, "secrets">, ClientMembers {
  /** registered members that the portal only stores, by their names on the wire */
  metadata: Record<string, unknown>;
  /** changes that no administrator has reviewed yet; null: none */
  pendingChanges: PendingChanges | null;
  ownerEmail: string | null;
  /** the language that its owner chose for their account, as a BCP 47 tag; null: none */
  ownerLocale: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

/** The data of a new client. Its secret and redirect URIs are stored with it, all or nothing. */
export interface NewClient
  extends ClientSettings,
    Partial<Omit<ClientMembers, keyof ClientSettings>>,
    Pick<Client, "clientId" | "ownerId" | "optionalScopes"> {
  status?: ClientStatus;
  isTrusted?: boolean;
  reviewedHosts?: string[];
  isSelfRegistered?: boolean;
  /** of its registration access token (RFC 7592) */
  registrationTokenHash?: string | null;
  secret: {
    id: string;
    secretHash: string;
    secretJwe: string | null;
    hint: string;
    createdById: string | null;
  } | null;
}

/** What the portal and its people decide about a client, and may change later. */
type Decided =
  | "status"
  | "ownerId"
  | "isTrusted"
  | "reviewedHosts"
  | "pendingChanges"
  | "optionalScopes"
  | "suspendedAt";

/** What can be changed later; an absent member stays as it is. */
export type ClientChanges = Partial<ClientMembers & Pick<ClientDetails, Decided>>;

/** A row of the table, with the core's narrower types for some fields. */
type Known = { [F in keyof Rows["Client"]]: F extends keyof ClientDetails ? ClientDetails[F] : Rows["Client"][F] };

// Nobody needs to see the hash of the registration access token, and the skeleton follows from the name.
const client = new Table<"Client", Known>("Client").without("c", ["registrationTokenHash", "nameSkeleton"]);

type DetailRow = PartRow<typeof client> &
  Pick<ClientDetails, "redirectUris" | "postLogoutRedirectUris" | "ownerEmail" | "ownerLocale">;

const selectDetails = Prisma.raw(`
  SELECT ${client.selected}, ${URI_LISTS}, u.email AS "ownerEmail", u.locale AS "ownerLocale"
  FROM clients c LEFT JOIN users u ON u.id = c.owner_id`);

function toDetails(row: DetailRow): ClientDetails {
  const { id, jwks, ...members } = client.read(row);
  const { redirectUris, postLogoutRedirectUris, ownerEmail, ownerLocale } = row;
  return {
    ...members,
    clientId: id,
    jwks: readClientJwks(jwks),
    redirectUris,
    postLogoutRedirectUris,
    ownerEmail,
    ownerLocale,
  };
}

/** The clients that the rest of the statement selects, with their addresses and owners, in one query. */
export async function readDetails(
  db: Pick<Prisma.TransactionClient, "$queryRaw">,
  rest: Prisma.Sql,
): Promise<ClientDetails[]> {
  return (await db.$queryRaw<DetailRow[]>`${selectDetails} ${rest}`).map(toDetails);
}

/** What became of a new client. `taken`: its id is (a form that was sent twice); `ownerless`: its owner is leaving, or gone. */
export type Creation = "created" | "taken" | "ownerless" | "full";

/**
 * Stores the client with its first secret and its redirect URIs, all or nothing.
 * @param mostApps how many its owner may have; null: any number. `full`: they have them
 */
export async function createClient(client: NewClient, mostApps: number | null): Promise<Creation> {
  const { clientId, redirectUris, postLogoutRedirectUris, secret, jwks, metadata, ...columns } = client;
  try {
    return await inTransaction(async (tx) => {
      if (columns.ownerId !== null && !(await canOwn(tx, columns.ownerId))) return "ownerless";
      if (await hasAllApps(tx, columns.ownerId, mostApps)) return "full";
      await tx.client.create({
        data: {
          ...columns,
          nameSkeleton: toStoredSkeleton(columns.name),
          ...(jwks ? { jwks: toJson({ ...jwks }) } : {}),
          ...(metadata ? { metadata: metadata as Prisma.InputJsonObject } : {}),
          id: clientId,
          redirectUris: { create: toUriRows({ redirectUris, postLogoutRedirectUris }, Date.now()) },
          ...(secret ? { secrets: { create: secret } } : {}),
        },
        select: { id: true },
      });
      const { logoUri, status } = columns;
      // Whoever creates a verified client also vouches for its logo.
      if (logoUri) await expectLogo(tx, { clientId, logoUri, isVouched: status === "verified" }, new Date());
      return "created";
    });
  } catch (error) {
    if (isUniqueViolation(error)) return "taken";
    throw error;
  }
}

/** In a transaction that holds the row of a person: whether they have as many apps as they may have. */
export async function hasAllApps(
  tx: Prisma.TransactionClient,
  ownerId: string | null,
  mostApps: number | null,
): Promise<boolean> {
  if (ownerId === null || mostApps === null) return false;
  return (await tx.client.count({ where: { ownerId, deletedAt: null } })) >= mostApps;
}

/** Whoever leaves at the same moment either has left, and owns nothing new, or owns the app, and cannot leave. */
async function canOwn(tx: Prisma.TransactionClient, userId: string): Promise<boolean> {
  await lockUser(tx, userId);
  return (await tx.user.count({ where: { id: userId, deleteAt: null } })) === 1;
}

/** Rows of `redirect_uris`; their times keep the order in which the addresses were written. `now`: milliseconds */
export function toUriRows(
  { redirectUris, postLogoutRedirectUris }: Pick<Client, "redirectUris" | "postLogoutRedirectUris">,
  now: number,
): { kind: string; uri: string; id: string; createdAt: Date }[] {
  return [
    ...redirectUris.map((uri) => ({ kind: "redirect", uri })),
    ...postLogoutRedirectUris.map((uri) => ({ kind: "post_logout", uri })),
  ].map((row, index) => ({ ...row, id: newId(now + index), createdAt: new Date(now + index) }));
}

/** Also finds deleted clients. */
export async function findClientDetails(clientId: string): Promise<ClientDetails | null> {
  // The id may come from an address, and no text column can hold NUL.
  if (clientId.includes("\0")) return null;
  const db = await getDb();
  const [found] = await readDetails(db, Prisma.sql`WHERE c.id = ${clientId}`);
  return found ?? null;
}

/** @throws {Error} when there is no such client */
export async function getClientDetails(clientId: string): Promise<ClientDetails> {
  const client = await findClientDetails(clientId);
  if (!client) throw new Error(`There is no client ${clientId}.`);
  return client;
}

/** The clients of one owner, or of everybody with `null`; newest first, deleted ones that can be restored included. */
export async function listClientsOf(ownerId: string | null, now: Date = new Date()): Promise<ClientDetails[]> {
  return await listRestorable(ownerId === null ? Prisma.sql`true` : Prisma.sql`c.owner_id = ${ownerId}::uuid`, now);
}

/** The same of one owner, and those in whose team the person is. Only its owner can restore a deleted one. */
export async function listClientsFor(userId: string, now: Date): Promise<ClientDetails[]> {
  const isTheirs = Prisma.sql`
    (c.owner_id = ${userId}::uuid OR (c.deleted_at IS NULL
      AND c.id IN (SELECT t.client_id FROM teammates t WHERE t.user_id = ${userId}::uuid)))`;
  return await listRestorable(isTheirs, now);
}

async function listRestorable(isWanted: Prisma.Sql, now: Date): Promise<ClientDetails[]> {
  const db = await getDb();
  const restorableSince = new Date(now.getTime() - CLIENT_RESTORE_DAYS * DAY_MS);
  return await readDetails(
    db,
    Prisma.sql`
      WHERE ${isWanted} AND (c.deleted_at IS NULL OR c.deleted_at > ${restorableSince}::timestamptz)
      ORDER BY c.created_at DESC, c.id`,
  );
}

const IS_WAITING = Prisma.sql`
  c.deleted_at IS NULL AND c.suspended_at IS NULL AND (c.status = 'in_review' OR c.pending_changes IS NOT NULL)`;

/**
 * The clients that wait for review, or with changes that do, longest wait first. `count`: how many there are; `clients`
 * may be fewer.
 */
export async function listWaitingClients(limit: number): Promise<{ count: number; clients: ClientDetails[] }> {
  const db = await getDb();
  const [counted] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM clients c WHERE ${IS_WAITING}`;
  const clients = await readDetails(db, Prisma.sql`WHERE ${IS_WAITING} ORDER BY c.updated_at, c.id LIMIT ${limit}`);
  return { count: counted?.count ?? clients.length, clients };
}

/** How many clients an owner has, without deleted ones. */
export async function countClientsOf(ownerId: string): Promise<number> {
  const db = await getDb();
  return db.client.count({ where: { ownerId, deletedAt: null } });
}

/**
 * Makes changes that do not depend on the current values; for all others use {@link reviseClient}. False when there is
 * no such client, or it is deleted.
 */
export async function updateClient(
  clientId: string,
  changes: Omit<ClientChanges, "pendingChanges" | "reviewedHosts">,
): Promise<boolean> {
  return inTransaction((tx) => writeChanges(tx, clientId, changes));
}

/** The changes to a client (null for none), and what to answer to the caller. */
export interface Revision<Answer> {
  changes: ClientChanges | null;
  answer: Answer;
}

/**
 * Changes a client depending on its current values. Nobody else can change it in between, so simultaneous changes do
 * not undo each other.
 * @param decide gets the client as it is; must not wait for anything
 * @returns what `decide` answered; null when there is no such client, or it is deleted
 */
export async function reviseClient<Answer>(
  clientId: string,
  decide: (client: ClientDetails) => Revision<Answer>,
): Promise<Answer | null> {
  return inTransaction(async (tx) => {
    // Others who change the client wait here, or find a different `updatedAt` (verifySeenClient, replaceRegistration).
    await lockClient(tx, clientId);
    return await reviseLocked(tx, clientId, decide);
  });
}

/** A step of a transaction that has locked the client's row: as {@link reviseClient}. */
export async function reviseLocked<Answer>(
  tx: Prisma.TransactionClient,
  clientId: string,
  decide: (client: ClientDetails) => Revision<Answer>,
): Promise<Answer | null> {
  const [found] = await readDetails(tx, Prisma.sql`WHERE c.id = ${clientId} AND c.deleted_at IS NULL`);
  if (!found) return null;
  const { changes, answer } = decide(found);
  if (changes !== null) await writeChanges(tx, clientId, changes);
  return answer;
}

async function writeChanges(tx: Prisma.TransactionClient, clientId: string, changes: ClientChanges): Promise<boolean> {
  const where = { id: clientId, deletedAt: null };
  const { count } = await tx.client.updateMany({ where, data: toChangedColumns(changes) });
  if (count === 0) return false;
  const now = new Date();
  const { logoUri, pendingChanges } = changes;
  if (logoUri !== undefined) await expectLogo(tx, { clientId, logoUri }, now);
  if (pendingChanges !== undefined) await expectPendingLogo(tx, clientId, pendingChanges, now);
  return true;
}

/** The changes as column values. */
export function toChangedColumns({ jwks, pendingChanges, ...changes }: ClientChanges) {
  const keys = jwks === undefined ? {} : { jwks: jwks === null ? Prisma.DbNull : toJson({ ...jwks }) };
  const skeleton = changes.name === undefined ? {} : { nameSkeleton: toStoredSkeleton(changes.name) };
  return { ...changes, ...skeleton, ...keys, ...(pendingChanges !== undefined && toPendingColumn(pendingChanges)) };
}

/** What waits, as a column value. */
export function toPendingColumn(pendingChanges: PendingChanges | null) {
  return { pendingChanges: pendingChanges === null ? Prisma.DbNull : toJson({ ...pendingChanges }) };
}

/**
 * Marks the client as deleted and ends all its access, all or nothing. Its settings are kept for `clientRestoreDays`.
 * False when it was deleted before.
 */
export async function deleteClient(clientId: string, now: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    const { count } = await tx.client.updateMany({
      where: { id: clientId, deletedAt: null },
      data: { deletedAt: now },
    });
    if (count === 0) return false;
    await revokeAllAccess(tx, { clientId }, now);
    return true;
  });
}

/**
 * Restores a deleted client. False when it is not deleted, or was deleted more than `clientRestoreDays` before `now`.
 */
export async function restoreClient(
  { clientId, ownerId }: Pick<ClientDetails, "clientId" | "ownerId">,
  mostApps: number | null,
  now: Date,
): Promise<"restored" | "late" | "full"> {
  return inTransaction(async (tx) => {
    if (ownerId !== null) await lockUser(tx, ownerId);
    if (await hasAllApps(tx, ownerId, mostApps)) return "full";
    const { count } = await tx.client.updateMany({
      where: { id: clientId, ownerId, deletedAt: { gt: new Date(now.getTime() - CLIENT_RESTORE_DAYS * DAY_MS) } },
      data: { deletedAt: null },
    });
    return count === 1 ? "restored" : "late";
  });
}
