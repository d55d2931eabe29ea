import type { Client, ClientSecret, Resource, Scope } from "../oauth/model";
import type { OAuthStore } from "../oauth/store";
import { createBatcher } from "./batch";
import { createCache } from "./cache";
import { getDb, runStatement } from "./client";
import { Prisma } from "./generated/client";
import { type SubjectColumns, subjectColumns, toSubject } from "./oauth-rows";

/** Characters of the longest name that anything can have here: an API's identifier. */
const longestName = 2_000;

/** A column holds plain text, a name from the wire anything; PostgreSQL refuses the null character with an error. */
const isStorable = (text: string) => text.length <= longestName && !text.includes("\0");

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type ClientRow = Omit<Client, "secrets"> & {
  secrets: (Omit<ClientSecret, "expiresAt"> & { expiresAt: string | null })[];
};

const selectClients = {
  name: "find-clients",
  text: `
    SELECT id AS "clientId", name, kind, status, is_trusted AS "isTrusted", is_self_registered AS "isSelfRegistered",
      reviewed_hosts AS "reviewedHosts",
      token_endpoint_auth_method AS "tokenEndpointAuthMethod",
      require_registered_auth_method AS "requireRegisteredAuthMethod", id_token_claims AS "idTokenClaims", grant_types AS "grantTypes",
      response_types AS "responseTypes",
      ARRAY(SELECT uri FROM redirect_uris WHERE client_id = c.id AND kind = 'redirect' ORDER BY created_at, id)
        AS "redirectUris",
      ARRAY(SELECT uri FROM redirect_uris WHERE client_id = c.id AND kind = 'post_logout' ORDER BY created_at, id)
        AS "postLogoutRedirectUris",
      scopes, optional_scopes AS "optionalScopes", require_pkce AS "requirePkce",
      id_token_signed_response_alg AS "idTokenSignedResponseAlg",
      userinfo_signed_response_alg AS "userinfoSignedResponseAlg",
      token_endpoint_auth_signing_alg AS "tokenEndpointAuthSigningAlg", jwks, jwks_uri AS "jwksUri",
      request_object_signing_alg AS "requestObjectSigningAlg", request_uris AS "requestUris",
      pairwise_sector AS "pairwiseSector", sector_identifier_uri AS "sectorIdentifierUri",
      initiate_login_uri AS "initiateLoginUri", backchannel_logout_uri AS "backchannelLogoutUri",
      frontchannel_logout_uri AS "frontchannelLogoutUri", default_max_age AS "defaultMaxAge",
      require_auth_time AS "requireAuthTime", default_acr_values AS "defaultAcrValues", client_uri AS "clientUri", logo_uri AS "logoUri",
      policy_uri AS "policyUri", tos_uri AS "tosUri", publisher, owner_id AS "ownerId", suspended_at AS "suspendedAt",
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
  return { ...row, secrets };
}

const readClients = createBatcher(async (clientIds: string[]) => {
  const rows = await runStatement<ClientRow>(selectClients, [clientIds]);
  const found = new Map(rows.map((row) => [row.clientId, toClient(row)]));
  return clientIds.map((clientId) => found.get(clientId) ?? null);
});

const selectResources = {
  name: "find-resources",
  text: `
    SELECT identifier, normal_identifier AS "normalIdentifier", name, token_format AS "tokenFormat",
      access_token_ttl AS "accessTokenTtl", signing_alg AS "signingAlg", token_typ AS "tokenTyp",
      client_policy AS "clientPolicy", coalesce(listed_clients, '{}') AS "listedClients",
      allows_query_token AS "allowsQueryToken", client_id AS "introspectionClientId",
      ARRAY(SELECT name FROM scopes WHERE resource_id = r.id ORDER BY name) AS scopes
    FROM resources r WHERE identifier = ANY($1::text[]) OR normal_identifier = ANY($1::text[])`,
};

const readResources = createBatcher(async (identifiers: string[]) => {
  const rows = await runStatement<Resource>(selectResources, [identifiers]);
  return identifiers.map(
    (asked) =>
      rows.find((row) => row.identifier === asked) ?? rows.find((row) => row.normalIdentifier === asked) ?? null,
  );
});

const scopeColumns = `s.name, r.identifier AS "resourceIdentifier", s.title, s.detail, s.risk, s.icon,
  s.is_public AS "isPublic", s.retired_at AS "retiredAt", coalesce(r.client_policy, 'scopes') AS "clientPolicy",
  coalesce(r.listed_clients, '{}') AS "listedClients"`;

const selectAllScopes = {
  name: "list-scopes",
  text: `
    SELECT ${scopeColumns} FROM scopes s LEFT JOIN resources r ON r.id = s.resource_id ORDER BY s.created_at, s.name`,
};

/** Every scope there is, also retired ones. */
interface ScopeCatalogue {
  byName: ReadonlyMap<string, Scope>;
  /** those that are not retired */
  live: Scope[];
}

/**
 * All scopes at once, so that a name which does not exist costs a look at a map, and not a question to the database.
 * The statement is shared by all who wait for it.
 */
const readCatalogue = createBatcher(async (callers: null[]): Promise<ScopeCatalogue[]> => {
  const scopes = await runStatement<Scope>(selectAllScopes, []);
  const catalogue = {
    byName: new Map(scopes.map((scope) => [scope.name, scope])),
    live: scopes.filter((scope) => scope.retiredAt === null),
  };
  return callers.map(() => catalogue);
});

const findClient = createCache("client", readClients);
const findResource = createCache("catalogue", readResources);
const findCatalogue = createCache("catalogue", () => readCatalogue(null));

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
    if (!uuid.test(userId)) return null;
    const db = await getDb();
    const [row] = await db.$queryRaw<SubjectColumns[]>`
      SELECT ${Prisma.raw(subjectColumns)} FROM users u WHERE u.id = ${userId}::uuid`;
    return row ? toSubject(row) : null;
  },
};
