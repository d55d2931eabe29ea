import type { JWTPayload } from "jose";
import { CLIENT_SIGNING_ALGS, REQUEST_OBJECT_ALGS } from "../algorithms";
import { isSameAlg } from "../client/keys";
import { ClientJwtError, verifyClientJwt } from "../client/signed-jwt";
import type { OAuthContext } from "../context";
import { OAuthError } from "../errors";
import type { Client } from "../model";
import { MAX_PARAMS, type Params } from "../wire/params";
import { requireRoom } from "./limits";

/** @see OIDC Core §6.2 */
const MAX_REQUEST_URI_LENGTH = 512;

/** What a request object says about itself and not about the request. @see RFC 9101 §4 */
const JWT_CLAIMS = ["iss", "aud", "exp", "nbf", "iat", "jti", "sub"];

/**
 * The parameters of a request, merged with those of its request object, which take precedence. Without a request object
 * the parameters stay as they are. Throws `invalid_request_object` for a request object that is not valid and
 * `invalid_request_uri` for one that cannot be read.
 * @see OIDC Core §6, RFC 9101 §6
 */
export async function applyRequestObject(
  params: Params,
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<Params> {
  const byValue = params.get("request");
  const byReference = params.get("request_uri");
  if (byValue === null && byReference === null) return params;
  // OIDC Core §6.1: request and request_uri MUST NOT be used together.
  if (byValue !== null && byReference !== null) {
    throw new OAuthError("invalid_request", "Send either request or request_uri, not both", {
      cause: "request_object_twice",
    });
  }
  const jwt = byValue ?? (await fetchRequestObject(byReference ?? "", client, request, context));
  const values = toValues(await verify(jwt, client, request, context), client, context.issuer);
  for (const name of ["client_id", "response_type"]) {
    // OIDC Core §6.1: these two are also sent outside the object, and MUST be the same inside it.
    const [inside] = values.get(name) ?? [];
    const beside = params.get(name);
    if (inside !== undefined && beside !== null && inside !== beside) {
      throw invalid(`${name} differs from the parameter ${name} that was sent with it`);
    }
  }
  return params.replace(new Map([...values, ["request", []], ["request_uri", []]]));
}

async function fetchRequestObject(
  uri: string,
  client: Client,
  request: Request,
  context: OAuthContext,
): Promise<string> {
  const bare = withoutFragment(uri);
  if (uri.length > MAX_REQUEST_URI_LENGTH) {
    throw new OAuthError("invalid_request_uri", `request_uri is longer than ${MAX_REQUEST_URI_LENGTH} characters`, {
      cause: "request_uri_too_long",
    });
  }
  // OIDC Core §6.2: the fragment may hold a hash of the contents, so that the address changes with them.
  if (!client.requestUris.some((registered) => withoutFragment(registered) === bare)) {
    throw new OAuthError(
      "invalid_request_uri",
      "request_uri is not registered for this client: add it to the client's request_uris",
      {
        cause: "request_uri_unregistered",
        values: { receivedRequestUri: uri },
      },
    );
  }
  try {
    const jwt = await context.requestObjects.read(uri, () => requireRoom("request_uri", request, context));
    return jwt.trim();
  } catch (error) {
    if (error instanceof OAuthError) throw error;
    const problem = error instanceof Error ? error.message : "it cannot be read";
    throw new OAuthError("invalid_request_uri", "The request object at request_uri could not be fetched", {
      cause: "request_uri_unreadable",
      values: { receivedRequestUri: uri, problem },
      error,
    });
  }
}

function withoutFragment(uri: string): string {
  return uri.replace(/#.*$/s, "");
}

async function verify(jwt: string, client: Client, request: Request, context: OAuthContext): Promise<JWTPayload> {
  const { requestObjectSigningAlg: only } = client;
  // OIDC Core §6.1: signed with the registered algorithm; with a shared secret only if the client registered HS256;
  // never unsigned.
  const algs = only === null ? CLIENT_SIGNING_ALGS : REQUEST_OBJECT_ALGS.filter((alg) => isSameAlg(alg, only));
  try {
    const check = () => verifyClientJwt(jwt, client, algs, {}, context);
    const { payload } = await context.signatureChecks.run(request, client.clientId, check);
    return payload;
  } catch (cause) {
    if (cause instanceof ClientJwtError) throw invalid(cause.message, cause);
    throw cause;
  }
}

function toValues(payload: JWTPayload, { clientId }: Client, issuer: string): Map<string, string[]> {
  // OIDC Core §6.1, RFC 9101 §4: where present, iss is the client and aud is this server.
  if (payload.iss !== undefined && payload.iss !== clientId) throw invalid("its iss must be the client_id");
  if (payload.aud !== undefined && ![payload.aud].flat().includes(issuer))
    throw invalid("its aud must contain the issuer");
  // RFC 9101 §10.8: a client assertion must not pass for a request object.
  if (payload.sub === clientId) throw invalid("its sub must not be the client_id");
  const entries = Object.entries(payload).filter(([name]) => !JWT_CLAIMS.includes(name));
  if (entries.length > MAX_PARAMS) throw invalid(`it has more than ${MAX_PARAMS} parameters`);
  return new Map(entries.map(([name, value]) => [name, toTexts(name, value)]));
}

function toTexts(name: string, value: unknown): string[] {
  // OIDC Core §6.1, RFC 9101 §4: request and request_uri MUST NOT be inside.
  if (name === "request" || name === "request_uri") throw invalid(`it must not contain ${name}`);
  if (name === "resource" && Array.isArray(value)) return value.map((each) => toText(name, each));
  const text = toText(name, value);
  return text === "" ? [] : [text];
}

function toText(name: string, value: unknown): string {
  const text = typeof value === "string" ? value : stringify(name, value);
  if (value === null || text === undefined || /[\0\ufffd]/.test(text))
    throw invalid(`its ${name} cannot be used as the value of a parameter`);
  return text;
}

function stringify(name: string, value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // Too many levels for the stack.
    if (error instanceof RangeError) throw invalid(`its ${name} cannot be used as the value of a parameter`, error);
    throw error;
  }
}

function invalid(problem: string, error?: unknown): OAuthError {
  return new OAuthError("invalid_request_object", `The request object is invalid: ${problem}`, {
    cause: "request_object_refused",
    values: { problem },
    error,
  });
}
