import { z } from "zod";
import type { Entry, Note } from "./entry";
import type { JsonEntry } from "./json-entries";

const text = z.string().nullish();
const texts = z.array(z.string()).nullish();

const clientSchema = z.looseObject({
  clientId: z.string().min(1),
  name: text,
  enabled: z.boolean().nullish(),
  protocol: text,
  publicClient: z.boolean().nullish(),
  bearerOnly: z.boolean().nullish(),
  standardFlowEnabled: z.boolean().nullish(),
  serviceAccountsEnabled: z.boolean().nullish(),
  secret: text,
  rootUrl: text,
  redirectUris: texts,
  defaultClientScopes: texts,
  optionalClientScopes: texts,
  attributes: z.record(z.string(), z.unknown()).nullish(),
});

type KeycloakClient = z.infer<typeof clientSchema>;

/** Clients that every realm has for Keycloak itself. */
const BUILT_IN = ["account", "account-console", "admin-cli", "broker", "realm-management", "security-admin-console"];

/** A client of a realm export. @see Keycloak, ClientRepresentation of its Admin REST API */
export function readKeycloakClient({ at, value }: JsonEntry): Entry {
  const parsed = clientSchema.safeParse(value);
  if (!parsed.success) return { at, leftOut: "broken" };
  const client = parsed.data;
  const { clientId } = client;
  const isOidc = client.protocol === "openid-connect" || !client.protocol;
  // A client that only reads tokens is an API.
  if (BUILT_IN.includes(clientId) || !isOidc || client.bearerOnly) return { at, clientId, leftOut: "built_in" };
  if (client.enabled === false) return { at, clientId, leftOut: "switched_off" };
  const notes: Note[] = [];
  const redirectUris = readAddresses(client, client.redirectUris ?? [], notes);
  const logoutUris = String(client.attributes?.["post.logout.redirect.uris"] ?? "").split("##");
  const grantTypes = [
    ...(client.standardFlowEnabled === false ? [] : ["authorization_code", "refresh_token"]),
    ...(client.serviceAccountsEnabled && !client.publicClient ? ["client_credentials"] : []),
  ];
  const backchannel = client.attributes?.["backchannel.logout.url"];
  const metadata = {
    // A name such as ${client_account} is a key of Keycloak's own words.
    client_name: client.name && !client.name.startsWith("${") ? client.name : clientId,
    redirect_uris: redirectUris,
    // `+` says that they are the redirect URLs.
    post_logout_redirect_uris: readAddresses(
      client,
      logoutUris.filter((uri) => uri !== "" && uri !== "+"),
      [],
    ),
    grant_types: grantTypes,
    response_types: client.standardFlowEnabled === false ? [] : ["code"],
    scope: ["openid", ...(client.defaultClientScopes ?? []), ...(client.optionalClientScopes ?? [])].join(" "),
    token_endpoint_auth_method: client.publicClient ? "none" : "client_secret_basic",
    ...(typeof backchannel === "string" && backchannel !== "" && { backchannel_logout_uri: backchannel }),
  };
  // The administration console writes stars in the place of secrets.
  const secret = client.secret && !/^\*+$/.test(client.secret) ? client.secret : null;
  return { at, app: { clientId, metadata, secret, notes } };
}

function readAddresses({ rootUrl }: KeycloakClient, addresses: readonly string[], notes: Note[]): string[] {
  const whole = addresses.map((address) => (address.startsWith("/") && rootUrl ? rootUrl + address : address));
  const exact = whole.filter((address) => !address.includes("*"));
  if (exact.length < whole.length) notes.push("redirect_uri_left_out");
  return exact;
}
