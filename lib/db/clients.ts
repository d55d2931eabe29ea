import type {
  AssertionAlg,
  Client,
  ClientKind,
  ClientStatus,
  RequestObjectAlg,
  SigningAlg,
  TokenEndpointAuthMethod,
} from "../oauth/model";
import type { PendingChanges } from "../oauth/register/review";
import type { ClientSettings } from "../oauth/register/settings";
import { getDb } from "./client";
import { expectLogo, expectPendingLogo } from "./client-logos";
import { Prisma } from "./generated/client";
import { toJson } from "./json";
import { readClientJwks } from "./json-columns";
import { newId } from "./new-id";
import { isUniqueViolation } from "./unique-violation";

/** Days in which a deleted client can be restored; the sweep removes it after that. */
export const clientRestoreDays = 14;

const dayMs = 86_400_000;

/** A client as its owner and administrators see it. */
export interface ClientDetails extends Omit<Client, "secrets">, ClientSettings {
  /** what it asked to change and no administrator looked at; null: nothing */
  pendingChanges: PendingChanges | null;
  /** it registered itself (RFC 7591), nobody in the console did */
  isSelfRegistered: boolean;
  ownerEmail: string | null;
  createdAt: Date;
  updatedAt: Date;
  deletedAt: Date | null;
}

/** Settings that every new client must say. */
type NeededSetting =
  | "name"
  | "kind"
  | "tokenEndpointAuthMethod"
  | "grantTypes"
  | "responseTypes"
  | "redirectUris"
  | "postLogoutRedirectUris"
  | "scopes"
  | "requirePkce"
  | "idTokenSignedResponseAlg";

/** What a new client is made of. Secrets and redirect URIs are stored with it, all or nothing. */
export interface NewClient
  extends Pick<ClientSettings, NeededSetting>,
    Partial<Omit<ClientSettings, NeededSetting>>,
    Pick<Client, "clientId" | "ownerId" | "optionalScopes"> {
  status?: ClientStatus;
  isTrusted?: boolean;
  reviewedHosts?: string[];
  publisher?: string | null;
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

/** What can be changed later; an absent member stays as it is. */
export type ClientChanges = Partial<
  Pick<
    ClientDetails,
    | "name"
    | "status"
    | "ownerId"
    | "isTrusted"
    | "reviewedHosts"
    | "pendingChanges"
    | "kind"
    | "tokenEndpointAuthMethod"
    | "requireRegisteredAuthMethod"
    | "tokenEndpointAuthSigningAlg"
    | "jwks"
    | "jwksUri"
    | "grantTypes"
    | "responseTypes"
    | "scopes"
    | "optionalScopes"
    | "requirePkce"
    | "idTokenClaims"
    | "idTokenSignedResponseAlg"
    | "userinfoSignedResponseAlg"
    | "requestObjectSigningAlg"
    | "requestUris"
    | "defaultMaxAge"
    | "requireAuthTime"
    | "defaultAcrValues"
    | "clientUri"
    | "logoUri"
    | "policyUri"
    | "tosUri"
    | "publisher"
    | "contacts"
    | "initiateLoginUri"
    | "backchannelLogoutUri"
    | "backchannelLogoutSessionRequired"
    | "frontchannelLogoutUri"
    | "frontchannelLogoutSessionRequired"
    | "suspendedAt"
  >
>;

const detailSelect = {
  id: true,
  name: true,
  kind: true,
  status: true,
  isTrusted: true,
  reviewedHosts: true,
  pendingChanges: true,
  tokenEndpointAuthMethod: true,
  requireRegisteredAuthMethod: true,
  grantTypes: true,
  responseTypes: true,
  scopes: true,
  optionalScopes: true,
  requirePkce: true,
  idTokenClaims: true,
  idTokenSignedResponseAlg: true,
  userinfoSignedResponseAlg: true,
  tokenEndpointAuthSigningAlg: true,
  jwks: true,
  jwksUri: true,
  requestObjectSigningAlg: true,
  requestUris: true,
  pairwiseSector: true,
  sectorIdentifierUri: true,
  initiateLoginUri: true,
  defaultMaxAge: true,
  requireAuthTime: true,
  defaultAcrValues: true,
  clientUri: true,
  logoUri: true,
  policyUri: true,
  tosUri: true,
  publisher: true,
  contacts: true,
  backchannelLogoutUri: true,
  backchannelLogoutSessionRequired: true,
  frontchannelLogoutUri: true,
  frontchannelLogoutSessionRequired: true,
  metadata: true,
  isSelfRegistered: true,
  ownerId: true,
  suspendedAt: true,
  createdAt: true,
  updatedAt: true,
  deletedAt: true,
  owner: { select: { email: true } },
  redirectUris: { select: { kind: true, uri: true }, orderBy: { createdAt: "asc" } },
} satisfies Prisma.ClientSelect;

type DetailRow = Prisma.ClientGetPayload<{ select: typeof detailSelect }>;

function toDetails({ id, owner, redirectUris, ...row }: DetailRow): ClientDetails {
  return {
    ...row,
    clientId: id,
    kind: row.kind as ClientKind,
    status: row.status as ClientStatus,
    tokenEndpointAuthMethod: row.tokenEndpointAuthMethod as TokenEndpointAuthMethod,
    idTokenSignedResponseAlg: row.idTokenSignedResponseAlg as SigningAlg,
    userinfoSignedResponseAlg: row.userinfoSignedResponseAlg as SigningAlg | null,
    tokenEndpointAuthSigningAlg: row.tokenEndpointAuthSigningAlg as AssertionAlg | null,
    jwks: readClientJwks(row.jwks),
    metadata: row.metadata as Record<string, unknown>,
    pendingChanges: row.pendingChanges as PendingChanges | null,
    requestObjectSigningAlg: row.requestObjectSigningAlg as RequestObjectAlg | null,
    redirectUris: redirectUris.filter((each) => each.kind === "redirect").map((each) => each.uri),
    postLogoutRedirectUris: redirectUris.filter((each) => each.kind === "post_logout").map((each) => each.uri),
    ownerEmail: owner?.email ?? null,
  };
}

/**
 * Stores the client with its first secret and its redirect URIs, all or nothing.
 * False, with nothing written, when the client id is taken (a form that was sent twice).
 */
export async function createClient(client: NewClient): Promise<boolean> {
  const db = await getDb();
  const { clientId, redirectUris, postLogoutRedirectUris, secret, jwks, metadata, ...columns } = client;
  try {
    await db.$transaction(async (tx) => {
      await tx.client.create({
        data: {
          ...columns,
          ...(jwks ? { jwks: toJson({ ...jwks }) } : {}),
          ...(metadata ? { metadata: metadata as Prisma.InputJsonObject } : {}),
          id: clientId,
          redirectUris: { create: toUriRows({ redirectUris, postLogoutRedirectUris }, Date.now()) },
          ...(secret ? { secrets: { create: secret } } : {}),
        },
        select: { id: true },
      });
      const { logoUri, status } = columns;
      // Whoever makes a client as verified vouches for its picture too.
      if (logoUri) await expectLogo(tx, { clientId, logoUri, isVouched: status === "verified" }, new Date());
    });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
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

/** Deleted ones too. */
export async function findClientDetails(clientId: string): Promise<ClientDetails | null> {
  // It may come from an address; no text column can hold NUL.
  if (clientId.includes("\0")) return null;
  const db = await getDb();
  const row = await db.client.findUnique({ where: { id: clientId }, select: detailSelect });
  return row && toDetails(row);
}

/** @throws {Error} when there is no such client */
export async function getClientDetails(clientId: string): Promise<ClientDetails> {
  const client = await findClientDetails(clientId);
  if (!client) throw new Error(`There is no client ${clientId}.`);
  return client;
}

/** The clients of one owner, or of everybody with `null`; newest first, deleted ones that can be restored included. */
export async function listClientsOf(ownerId: string | null, now: Date = new Date()): Promise<ClientDetails[]> {
  const db = await getDb();
  const rows = await db.client.findMany({
    where: {
      ...(ownerId === null ? {} : { ownerId }),
      OR: [{ deletedAt: null }, { deletedAt: { gt: new Date(now.getTime() - clientRestoreDays * dayMs) } }],
    },
    select: detailSelect,
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map(toDetails);
}

/** How many clients an owner has, without deleted ones. */
export async function countClientsOf(ownerId: string): Promise<number> {
  const db = await getDb();
  return db.client.count({ where: { ownerId, deletedAt: null } });
}

/**
 * False when there is no such client, or it is deleted.
 * @param seen of the client that the changes were made for; false too when it has changed since
 */
export async function updateClient(
  clientId: string,
  { jwks, pendingChanges, ...changes }: ClientChanges,
  seen?: { updatedAt: Date },
): Promise<boolean> {
  const keys = jwks === undefined ? {} : { jwks: jwks === null ? Prisma.DbNull : toJson({ ...jwks }) };
  const waiting = pendingChanges === undefined ? {} : toPendingColumn(pendingChanges);
  const db = await getDb();
  return db.$transaction(async (tx) => {
    const { count } = await tx.client.updateMany({
      where: { id: clientId, deletedAt: null, ...seen },
      data: { ...changes, ...keys, ...waiting },
    });
    if (count === 0) return false;
    const now = new Date();
    if (changes.logoUri !== undefined) await expectLogo(tx, { clientId, logoUri: changes.logoUri }, now);
    if (pendingChanges !== undefined) await expectPendingLogo(tx, clientId, pendingChanges, now);
    return true;
  });
}

/** What waits, as its column holds it. */
export function toPendingColumn(pendingChanges: PendingChanges | null) {
  return { pendingChanges: pendingChanges === null ? Prisma.DbNull : toJson({ ...pendingChanges }) };
}

/**
 * Marks the client as deleted and ends all access it has, all or nothing. Its settings stay for `clientRestoreDays`.
 * False when it was deleted before.
 */
export async function deleteClient(clientId: string, now: Date): Promise<boolean> {
  const db = await getDb();
  return db.$transaction(async (tx) => {
    const { count } = await tx.client.updateMany({
      where: { id: clientId, deletedAt: null },
      data: { deletedAt: now },
    });
    if (count === 0) return false;
    const live = { clientId, revokedAt: null };
    await tx.grant.updateMany({ where: live, data: { revokedAt: now } });
    await tx.refreshToken.updateMany({ where: live, data: { revokedAt: now } });
    await tx.accessToken.updateMany({ where: live, data: { revokedAt: now } });
    return true;
  });
}

/** False when it is not deleted, or was deleted more than `clientRestoreDays` before `now`. */
export async function restoreClient(clientId: string, now: Date): Promise<boolean> {
  const db = await getDb();
  const { count } = await db.client.updateMany({
    where: { id: clientId, deletedAt: { gt: new Date(now.getTime() - clientRestoreDays * dayMs) } },
    data: { deletedAt: null },
  });
  return count === 1;
}

/** Completed authorizations by people since `since`, per client id; absent means none. */
export async function countSignIns(clientIds: string[], since: Date): Promise<Map<string, number>> {
  const db = await getDb();
  const rows = await db.grant.groupBy({
    by: ["clientId"],
    where: { clientId: { in: clientIds }, createdAt: { gte: since } },
    _count: { _all: true },
  });
  return new Map(rows.map((row) => [row.clientId, row._count._all]));
}

/** When somebody first and last signed in to the client, and how many people it has access to. */
export async function findClientActivity(
  clientId: string,
): Promise<{ firstSignInAt: Date | null; lastSignInAt: Date | null; people: number }> {
  const db = await getDb();
  const [span, people] = await Promise.all([
    db.grant.aggregate({ where: { clientId }, _min: { createdAt: true }, _max: { createdAt: true } }),
    db.consent.count({ where: { clientId } }),
  ]);
  return { firstSignInAt: span._min.createdAt, lastSignInAt: span._max.createdAt, people };
}
