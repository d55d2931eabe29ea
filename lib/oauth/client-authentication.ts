import { ASSERTION_TYPE, readClaimedClient, verifyClientAssertion } from "./client-assertion";
import { ClientJwtError } from "./client-jwt";
import { equalInConstantTime } from "./constant-time";
import type { OAuthContext } from "./context";
import { OAuthError } from "./errors";
import type { Client, ClientSecret, TokenEndpointAuthMethod } from "./model";
import type { Params } from "./params";
import { hashSecret } from "./tokens";

/** The methods that are implemented, for the metadata. */
export const AUTH_METHODS: TokenEndpointAuthMethod[] = [
  "client_secret_basic",
  "client_secret_post",
  "client_secret_jwt",
  "private_key_jwt",
  "none",
];

/** A client that has proved who it is. */
export interface AuthenticatedClient {
  client: Client;
  /** the secret that it used; null for a public client and for one with a key pair */
  secretId: string | null;
}

type Credentials =
  | { method: "client_secret_basic" | "client_secret_post" | "none"; clientId: string; secret: string | null }
  | { method: "assertion"; clientId: string; assertion: string };

/**
 * Finds out which client sent the request. Throws `invalid_client` (401), with one answer for an unknown client, a wrong
 * secret and a wrong method, and `invalid_request` when credentials came in more than one way.
 * @see RFC 6749 §2.3, §3.2.1; RFC 7523 §2.2
 */
export async function authenticateClient(
  request: Request,
  params: Params,
  context: OAuthContext,
): Promise<AuthenticatedClient> {
  const credentials = readCredentials(request, params);
  const client = await context.store.findClient(credentials.clientId);
  const secret = credentials.method === "assertion" ? null : credentials.secret;
  const secretId = secret === null ? null : findMatchingSecret(client?.secrets ?? [], secret, context.now());
  if (!client) throw failure({ reason: "unknown client", received: { receivedClientId: credentials.clientId } });
  const known = { clientId: client.clientId };
  if (!isRegisteredMethod(client, credentials.method)) {
    const { tokenEndpointAuthMethod } = client;
    throw failure({
      ...known,
      reason: `the client is registered with ${tokenEndpointAuthMethod} and came with ${credentials.method}`,
    });
  }
  if (client.suspendedAt !== null) throw failure({ ...known, reason: "suspended client" });
  if (credentials.method === "none") return { client, secretId: null };
  if (credentials.method === "assertion") return await authenticateByAssertion(credentials, client, context);
  if (secretId === null) throw failure({ ...known, reason: "wrong secret" });
  return { client, secretId };
}

function isRegisteredMethod(client: Client, method: Credentials["method"]): boolean {
  if (method !== "assertion") return client.tokenEndpointAuthMethod === method;
  return ["client_secret_jwt", "private_key_jwt"].includes(client.tokenEndpointAuthMethod);
}

async function authenticateByAssertion(
  { assertion }: { assertion: string },
  client: Client,
  context: OAuthContext,
): Promise<AuthenticatedClient> {
  try {
    return { client, secretId: await verifyClientAssertion(assertion, client, context) };
  } catch (cause) {
    if (!(cause instanceof ClientJwtError)) throw cause;
    throw failure({ clientId: client.clientId, reason: `client_assertion: ${cause.message}`, cause });
  }
}

/** What is compared when there is nothing to compare with: no secret has this hash. */
const NO_HASH = "-".repeat(43);

/** The id of the secret that was presented, or null. Takes as long when there is no such client. */
function findMatchingSecret(secrets: ClientSecret[], presented: string, now: Date): string | null {
  const presentedHash = hashSecret(presented);
  let found: string | null = null;
  for (const { id, secretHash, expiresAt } of secrets) {
    const isLive = expiresAt === null || expiresAt > now;
    if (equalInConstantTime(presentedHash, secretHash) && isLive) found = id;
  }
  if (secrets.length === 0) equalInConstantTime(presentedHash, NO_HASH);
  return found;
}

function failure(detail: ConstructorParameters<typeof OAuthError>[2]): OAuthError {
  return new OAuthError("invalid_client", "Client authentication failed", detail);
}

function readCredentials(request: Request, params: Params): Credentials {
  const authorization = request.headers.get("authorization");
  const clientId = params.get("client_id");
  const secret = params.get("client_secret");
  const assertion = params.get("client_assertion");
  const hasAssertion = assertion !== null || params.get("client_assertion_type") !== null;
  // RFC 6749 §2.3: The client MUST NOT use more than one authentication method in each request.
  if ([authorization !== null, secret !== null, hasAssertion].filter(Boolean).length > 1) {
    throw new OAuthError("invalid_request", "More than one client authentication method was used", {
      ...(clientId !== null && { received: { receivedClientId: clientId } }),
    });
  }
  if (authorization !== null) {
    const basic = readBasic(authorization);
    if (clientId !== null && clientId !== basic.clientId) {
      throw new OAuthError("invalid_request", "client_id differs from the one in the Authorization header");
    }
    return { method: "client_secret_basic", ...basic };
  }
  if (hasAssertion) return readAssertion(assertion, params, clientId);
  if (clientId === null) throw failure({ reason: "no client credentials", isChallenge: true });
  return secret === null
    ? { method: "none", clientId, secret: null }
    : { method: "client_secret_post", clientId, secret };
}

function readAssertion(assertion: string | null, params: Params, clientId: string | null): Credentials {
  // RFC 7521 §4.2: client_assertion_type says what client_assertion is.
  if (assertion === null || params.get("client_assertion_type") !== ASSERTION_TYPE) {
    throw failure({ reason: `client_assertion needs client_assertion_type ${ASSERTION_TYPE}` });
  }
  const claimed = readClaimedClient(assertion);
  if (claimed === null) throw failure({ reason: "client_assertion is not a JWT with a sub" });
  // RFC 7523 §3, RFC 7521 §4.2: client_id is unnecessary, and MUST name the same client.
  if (clientId !== null && clientId !== claimed)
    throw failure({ reason: "client_id differs from the assertion's sub" });
  return { method: "assertion", clientId: claimed, assertion };
}

function readBasic(authorization: string): { clientId: string; secret: string } {
  const [, encoded] = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization) ?? [];
  if (encoded === undefined) throw failure({ reason: "the Authorization header is not Basic" });
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(encoded, "base64"));
    const colon = text.indexOf(":");
    if (colon === -1) throw new Error("no colon");
    // RFC 6749 §2.3.1: both are form-encoded before they are joined.
    const [clientId, secret] = [text.slice(0, colon), text.slice(colon + 1)].map((part) =>
      decodeURIComponent(part.replaceAll("+", " ")),
    );
    if (!clientId || !secret || clientId.includes("\0")) throw new Error("empty credentials");
    return { clientId, secret };
  } catch (cause) {
    throw failure({ reason: "malformed Basic credentials", cause });
  }
}
