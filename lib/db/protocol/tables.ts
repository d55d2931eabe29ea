import type { AccessToken, AuthorizationCode, Client, Grant, RefreshToken, Resource, Subject } from "../../oauth/model";
import { toJson } from "../driver/json";
import { type PartRow, Table } from "../driver/table";
import type { Rows } from "../generated/tables";

// The protocol's hot paths are single SQL statements that check and write in one round trip, for many requests at a
// time. This file holds what these statements share. The columns come from prisma/schema.prisma alone.

export const grants = new Table<"Grant", Grant>("Grant");
export const codes = new Table<"AuthorizationCode", AuthorizationCode>("AuthorizationCode");
export const accessTokens = new Table<"AccessToken", AccessToken>("AccessToken");
export const refreshTokens = new Table<"RefreshToken", RefreshToken>("RefreshToken");

/** A row with the core's narrower types for some fields. */
type Known<M extends keyof Rows, Core> = { [F in keyof Rows[M]]: F extends keyof Core ? Core[F] : Rows[M][F] };
export const clients = new Table<"Client", Known<"Client", Client>>("Client");
export const resources = new Table<"Resource", Known<"Resource", Resource>>("Resource");
const users = new Table<"User", Known<"User", Subject>>("User");

/** The addresses of a client in the table `c`, in the order in which they were written. */
export const URI_LISTS = `
  ARRAY(SELECT uri FROM redirect_uris WHERE client_id = c.id AND kind = 'redirect' ORDER BY created_at, id)
    AS "redirectUris",
  ARRAY(SELECT uri FROM redirect_uris WHERE client_id = c.id AND kind = 'post_logout' ORDER BY created_at, id)
    AS "postLogoutRedirectUris"`;

/** A grant that can be stored, whatever a stranger wrote into its claims. */
export const toStorable = (grant: Grant): Grant =>
  grant.claims === null ? grant : { ...grant, claims: toJson(grant.claims) };

const told = users.only("u", ["email", "name", "locale", "pictureKey", "claims", "updatedAt"]);
const verified = users.only("u", ["emailVerifiedAt"]);
const standing = users.only("u", ["id", "suspendedAt"]);

/** @param rest the person's fields that the statement did not read, or names differently */
function toSubject(
  row: PartRow<typeof told> & PartRow<typeof verified>,
  rest: Pick<Subject, "userId" | "suspendedAt">,
): Subject {
  return Object.assign(told.read(row), rest, { emailVerified: row.u_email_verified_at !== null });
}

/** The columns of the person, in the table `u`. */
export const subject = {
  selected: [told, verified, standing].map((part) => part.selected).join(", "),
  read: (row: SubjectRow): Subject => toSubject(row, { userId: row.u_id, suspendedAt: row.u_suspended_at }),
};
export type SubjectRow = PartRow<typeof told> & PartRow<typeof verified> & PartRow<typeof standing>;

/** The columns of the grant, in the table `g`. */
export const grant = grants.as("g");
export type GrantRow = PartRow<typeof grant>;

// A client that redeems a code or token has already said whose it is and what it is for, and gets only grants that are
// neither revoked nor suspended, so these columns would be read for nothing.
const unsaid = grants.without("g", ["clientId", "resources", "revokedAt"]);
const ownerParts = [unsaid, told, verified];

/** The columns of `g` and `u` that a redemption does not know yet. */
export const owner = {
  selected: ownerParts.map((part) => part.selected).join(", "),
  names: ownerParts.map((part) => part.names).join(", "),
  /** @param the client's claims, which were found to be true */
  read: (row: OwnerRow, said: Pick<Grant, "clientId" | "resources">): { grant: Grant; subject: Subject } => ({
    grant: Object.assign(unsaid.read(row), said, { revokedAt: null }),
    subject: toSubject(row, { userId: row.g_user_id, suspendedAt: null }),
  }),
};
export type OwnerRow = PartRow<typeof unsaid> & PartRow<typeof told> & PartRow<typeof verified>;
