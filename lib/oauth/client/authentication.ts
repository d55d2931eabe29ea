import type { OAuthContext } from "../context";
import { type ErrorDetail, OAuthError } from "../errors";
import type { Client, ClientSecret } from "../model";
import { equalInConstantTime, hashSecret } from "../secrets";
import type { Params } from "../wire/params";
import { ASSERTION_TYPE, readClaimedClient, verifyClientAssertion } from "./assertion";
import { ClientJwtError } from "./signed-jwt";

/** A client that has proved who it is. */
export interface AuthenticatedClient {
  client: Client;
  /** the secret that it used; null for a public client and for a client with a key pair */
  secretId: string | null;
}

type Credentials =
  /** `secrets`: the secret that was sent, under every reading that the client may have meant */
  | { method: "client_secret_basic" | "client_secret_post"; clientId: string; secrets: string[] }
  | { method: "none"; clientId: string }
  | { method: "assertion"; clientId: string; assertion: string };

/**
 * Finds out which client sent the request. Throws `invalid_client` (401), with one answer for an unknown client, a
 * wrong secret and a wrong method, and `invalid_request` when credentials came in more than one way.
 * @see RFC 6749 §2.3, §3.2.1; RFC 7523 §2.2
 */
export async function authenticateClient(
  request: Request,
  params: Params,
  context: OAuthContext,
): Promise<AuthenticatedClient> {
  const credentials = readCredentials(request, params);
  const client = await context.store.findClient(credentials.clientId);
  const presented = "secrets" in credentials ? credentials.secrets : [];
  const known = findMatchingSecret(client?.secrets ?? [], presented);
  if (!client) throw failure({ cause: "client_unknown", values: { receivedClientId: credentials.clientId } });
  const who = { clientId: client.clientId };
  if (!isRegisteredMethod(client, credentials.method)) {
    throw failure({
      ...who,
      cause: "auth_method_differs",
      values: { receivedAuthMethod: nameOf(credentials.method), expectedAuthMethod: client.tokenEndpointAuthMethod },
    });
  }
  if (client.suspendedAt !== null) throw failure({ ...who, cause: "client_suspended" });
  if (credentials.method === "none") return { client, secretId: null };
  if (credentials.method === "assertion") return await authenticateByAssertion(credentials, client, request, context);
  const match = known ?? (await context.findForeignSecret?.(client.secrets, presented, request)) ?? null;
  if (match === null) throw failure({ ...who, cause: "secret_wrong" });
  if (match.expiresAt !== null && match.expiresAt <= context.now()) throw failure({ ...who, cause: "secret_expired" });
  return { client, secretId: match.id };
}

/** How a secret can be sent. RFC 6749 §2.3.1 has both ways. Libraries choose one and rarely say which. */
const SECRET_METHODS: readonly string[] = ["client_secret_basic", "client_secret_post"];

function isRegisteredMethod(client: Client, method: Credentials["method"]): boolean {
  const { tokenEndpointAuthMethod: registered, requireRegisteredAuthMethod: isOnlyWay } = client;
  if (method === "assertion") return ["client_secret_jwt", "private_key_jwt"].includes(registered);
  if (registered === method) return true;
  return !isOnlyWay && SECRET_METHODS.includes(registered) && SECRET_METHODS.includes(method);
}

// Which of the two assertion methods the client used is known only after the assertion was checked.
const nameOf = (method: Credentials["method"]) => (method === "assertion" ? "client_assertion" : method);

async function authenticateByAssertion(
  { assertion }: { assertion: string },
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<AuthenticatedClient> {
  try {
    return { client, secretId: await verifyClientAssertion(assertion, client, request, context) };
  } catch (error) {
    if (!(error instanceof ClientJwtError)) throw error;
    const { clientId } = client;
    throw failure({ clientId, cause: "assertion_refused", values: { problem: error.message }, error });
  }
}

/** Compared with when there is no secret to compare with: no secret has this hash. */
const NO_HASH = "-".repeat(43);

/** The stored secret that matches, expired or not, or null. Takes equally long when there is no such client. */
function findMatchingSecret(secrets: ClientSecret[], presented: string[]): ClientSecret | null {
  let found: ClientSecret | null = null;
  for (const presentedHash of presented.map(hashSecret)) {
    for (const secret of secrets) if (equalInConstantTime(presentedHash, secret.secretHash)) found = secret;
    if (secrets.length === 0) equalInConstantTime(presentedHash, NO_HASH);
  }
  return found;
}

function failure(detail: ErrorDetail): OAuthError {
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
    throw new OAuthError(
      "invalid_request",
      "Send the client's credentials in one way only: in the Authorization header or in the body",
      {
        cause: "credentials_twice",
        ...(clientId !== null && { values: { receivedClientId: clientId } }),
      },
    );
  }
  if (authorization !== null) {
    const basic = readBasic(authorization);
    if (clientId !== null && clientId !== basic.clientId) {
      throw new OAuthError("invalid_request", "client_id differs from the one in the Authorization header", {
        cause: "client_id_differs",
        values: { receivedClientId: clientId },
      });
    }
    return basic;
  }
  if (hasAssertion) return readAssertion(assertion, params, clientId);
  if (clientId === null) throw failure({ cause: "credentials_missing", isChallenge: true });
  return secret === null ? { method: "none", clientId } : { method: "client_secret_post", clientId, secrets: [secret] };
}

function readAssertion(assertion: string | null, params: Params, clientId: string | null): Credentials {
  // RFC 7521 §4.2: client_assertion_type says what kind of assertion client_assertion is.
  if (assertion === null || params.get("client_assertion_type") !== ASSERTION_TYPE) {
    throw failure({ cause: "assertion_type_missing" });
  }
  const claimed = readClaimedClient(assertion);
  if (claimed === null) throw failure({ cause: "assertion_malformed" });
  // RFC 7523 §3, RFC 7521 §4.2: client_id is unnecessary, and MUST name the same client.
  if (clientId !== null && clientId !== claimed) throw failure({ cause: "client_id_differs" });
  return { method: "assertion", clientId: claimed, assertion };
}

function readBasic(authorization: string): Exclude<Credentials, { method: "assertion" }> {
  const [, encoded] = /^Basic +([A-Za-z0-9+/_-]+=*) *$/i.exec(authorization) ?? [];
  if (encoded === undefined) throw failure({ cause: "credentials_malformed" });
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(encoded, "base64"));
    const colon = text.indexOf(":");
    if (colon === -1) throw new Error("no colon");
    const written = text.slice(colon + 1);
    const decoded = decodeForm(written);
    const clientId = decodeForm(text.slice(0, colon)) ?? text.slice(0, colon);
    if (clientId === "" || clientId.includes("\0")) throw new Error("no client_id");
    // RFC 6749 §2.3.1: a client without a secret may send an empty one.
    if (written === "") return { method: "none", clientId };
    // Many libraries skip the encoding, which changes a secret that contains `+` or `%`.
    const secrets = decoded === null || decoded === written ? [written] : [decoded, written];
    return { method: "client_secret_basic", clientId, secrets };
  } catch (error) {
    throw failure({ cause: "credentials_malformed", error });
  }
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined. Null if they were not. */
function decodeForm(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
