import { createCache } from "../../engine/cache";
import { countLookUps } from "../../metrics/metrics";
import type { Client, ClientSecret, Resource, Scope } from "../../oauth/model";
import type { OAuthStore } from "../../oauth/store";
import { findChanges, getDb, runStatement } from "../driver/database";
import { readClientPolicy, readScopeRisk } from "../driver/known-values";
import { createStatementBatcher } from "../driver/statement-batcher";
import type { PartRow } from "../driver/table";
import { Prisma } from "../generated/client";
import { clients, resources, type SubjectRow, subject, URI_LISTS } from "./tables";

/** The longest name of anything here, in characters: an API's identifier. */
const LONGEST_NAME = 2_000;

/** A name from the wire may hold anything, and PostgreSQL answers the null character with an error. */
const isStorable = (text: string) => text.length <= LONGEST_NAME && !text.includes("\0");

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

// The other columns are only for managing clients.
const client = clients.without("c", [
  "id",
  "contacts",
  "backchannelLogoutSessionRequired",
  "frontchannelLogoutSessionRequired",
  "metadata",
  "nameSkeleton",
  "pendingChanges",
  "registrationTokenHash",
  "deletedAt",
  "createdAt",
  "updatedAt",
]);

type ClientRow = PartRow<typeof client> &
  Pick<Client, "clientId" | "redirectUris" | "postLogoutRedirectUris"> & {
    secrets: (Omit<ClientSecret, "expiresAt"> & { expiresAt: string | null })[];
  };

const selectClients = {
  name: "find-clients",
  text: `
    SELECT c.id AS "clientId", ${client.selected},
      ${URI_LISTS},
      (SELECT coalesce(json_agg(json_build_object('id', s.id, 'secretHash', s.secret_hash,
          'secretJwe', s.secret_jwe, 'expiresAt', s.expires_at)
          ORDER BY s.created_at, s.id), '[]')
        FROM client_secrets s
        WHERE s.client_id = c.id AND s.revoked_at IS NULL)
        AS secrets
    FROM clients c WHERE id = ANY($1::text[]) AND deleted_at IS NULL`,
};

function toClient(row: ClientRow): Client {
  const secrets = row.secrets.map((secret) => ({
    ...secret,
    expiresAt: secret.expiresAt === null ? null : new Date(secret.expiresAt),
  }));
  const { clientId, redirectUris, postLogoutRedirectUris } = row;
  return { ...client.read(row), clientId, redirectUris, postLogoutRedirectUris, secrets };
}

const readClients = createStatementBatcher(async (clientIds: string[]) => {
  const rows = await runStatement<ClientRow>(selectClients, [clientIds]);
  const found = new Map(rows.map((row) => [row.clientId, toClient(row)]));
  return clientIds.map((clientId) => found.get(clientId) ?? null);
});

const resource = resources.without("r", ["id", "listedClients", "clientId", "createdAt", "updatedAt"]);

type ResourceRow = PartRow<typeof resource> & Pick<Resource, "listedClients" | "introspectionClientId" | "scopes">;

const selectResources = {
  name: "find-resources",
  text: `
    SELECT ${resource.selected}, coalesce(r.listed_clients, '{}') AS "listedClients",
      r.client_id AS "introspectionClientId",
      ARRAY(SELECT name FROM scopes WHERE resource_id = r.id ORDER BY name) AS scopes
    FROM resources r WHERE identifier = ANY($1::text[]) OR normal_identifier = ANY($1::text[])`,
};

function toResource(row: ResourceRow): Resource {
  const { listedClients, introspectionClientId, scopes } = row;
  const columns = resource.read(row);
  const clientPolicy = readClientPolicy(columns.clientPolicy);
  return { ...columns, clientPolicy, listedClients, introspectionClientId, scopes };
}

const readResources = createStatementBatcher(async (identifiers: string[]) => {
  const found = (await runStatement<ResourceRow>(selectResources, [identifiers])).map(toResource);
  return identifiers.map(
    (asked) =>
      found.find((each) => each.identifier === asked) ?? found.find((each) => each.normalIdentifier === asked) ?? null,
  );
});

const SCOPE_COLUMNS = `s.name, r.identifier AS "resourceIdentifier", s.title, s.detail, s.texts, s.risk, s.icon,
  s.is_public AS "isPublic", s.retired_at AS "retiredAt", coalesce(r.client_policy, 'scopes') AS "clientPolicy",
  coalesce(r.listed_clients, '{}') AS "listedClients",
  ARRAY(SELECT d.name FROM claim_definitions d WHERE d.scope_name = s.name ORDER BY d.name) AS claims`;

const selectAllScopes = {
  name: "list-scopes",
  text: `
    SELECT ${SCOPE_COLUMNS} FROM scopes s LEFT JOIN resources r ON r.id = s.resource_id ORDER BY s.created_at, s.name`,
};

/** Every scope, including retired ones. */
interface ScopeCatalogue {
  byName: ReadonlyMap<string, Scope>;
  /** those that are not retired */
  live: Scope[];
}

/**
 * All scopes at once, so that an unknown name costs a look into a map, not a query. Callers that wait at the same time
 * share the statement.
 */
const readCatalogue = createStatementBatcher(async (callers: null[]): Promise<ScopeCatalogue[]> => {
  const rows = await runStatement<Scope>(selectAllScopes, []);
  const scopes = rows.map((row) => ({
    ...row,
    risk: readScopeRisk(row.risk),
    clientPolicy: readClientPolicy(row.clientPolicy),
  }));
  const catalogue = {
    byName: new Map(scopes.map((scope) => [scope.name, scope])),
    live: scopes.filter((scope) => scope.retiredAt === null),
  };
  return callers.map(() => catalogue);
});

const findClient = createCache("client", readClients, findChanges, countLookUps("clients"));
const findResource = createCache("catalogue", readResources, findChanges, countLookUps("apis"));
const findCatalogue = createCache("catalogue", () => readCatalogue(null), findChanges, countLookUps("scopes"));

async function getCatalogue(): Promise<ScopeCatalogue> {
  const catalogue = await findCatalogue("");
  if (catalogue === null) throw new Error("The scopes were not read.");
  return catalogue;
}

/** What the protocol reads about clients, APIs and people. */
export const clientReads: Pick<
  OAuthStore,
  "findClient" | "findResource" | "findScopes" | "listScopes" | "findSubject"
> = {
  findClient: async (clientId) => (isStorable(clientId) ? findClient(clientId) : null),
  findResource: async (identifier) => (isStorable(identifier) ? findResource(identifier) : null),
  findScopes: async (names) => {
    const { byName } = await getCatalogue();
    return names.map((name) => byName.get(name)).filter((scope) => scope !== undefined);
  },
  listScopes: async () => (await getCatalogue()).live,
  findSubject: async (userId) => {
    if (!UUID.test(userId)) return null;
    const db = await getDb();
    const [row] = await db.$queryRaw<SubjectRow[]>`
      SELECT ${Prisma.raw(subject.selected)} FROM users u WHERE u.id = ${userId}::uuid`;
    return row ? subject.read(row) : null;
  },
};
