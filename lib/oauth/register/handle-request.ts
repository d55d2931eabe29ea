import { hasDotlessScheme } from "../client/redirect-uri";
import { listHosts, listUnreviewedHosts, orNull, splitChanges, WAITING_MEMBERS } from "../client/review";
import type { NameTwin, OAuthContext } from "../context";
import { OAuthError, onBehalfOf } from "../errors";
import type { ServerContext } from "../feature";
import { CLIENT_ID_PREFIX, equalInConstantTime, hashSecret, newSecret, REGISTRATION_TOKEN_PREFIX } from "../secrets";
import { readBearerToken } from "../tokens/bearer";
import { readJsonBody } from "../wire/json-body";
import { readQueryParams } from "../wire/params";
import { toWireMetadata } from "./describe-client";
import { makeSecret, readSettings } from "./new-client";
import type { Registration } from "./registration-store";
import { findNewProblems } from "./rules";
import { type ClientSettings, readsSecret, withConsequences } from "./settings";

/** Where clients register, below the issuer. */
export const REGISTRATION_PATH = "/oauth/register";

/**
 * Registration by programs. POST makes a client; with its registration access token, the client can GET, PUT and DELETE
 * itself.
 * @see RFC 7591 §3, RFC 7592 §2, OpenID Connect Dynamic Client Registration §3, §4
 */
export async function handleRegistrationRequest(request: Request, context: ServerContext): Promise<Response> {
  if (request.method === "POST") return await register(request, context);
  const token = readBearerToken(request, null);
  const registration = await findOwnRegistration(request, token, context);
  return await onBehalfOf(registration.clientId, async () => {
    if (request.method === "PUT") return await replace(request, registration, token, context);
    if (request.method === "DELETE") return await remove(request, registration, context);
    return answer(200, { ...registration, token, secret: null }, context);
  });
}

async function register(request: Request, context: ServerContext): Promise<Response> {
  const { mode, store } = context.registration;
  if (mode === "closed") {
    throw new OAuthError(
      "access_denied",
      "Dynamic registration is switched off: ask the operator of this portal to register the client",
      {
        cause: "registration_closed",
        status: 403,
      },
    );
  }
  const initial = await findInitialToken(request, context);
  const settings = await readSettings(await readJsonBody(request, "invalid_client_metadata"), context);
  if (!initial?.isTrusted) await refuseNameTwin(settings.name, null, context);
  // Used last, so that a refused registration does not use it up.
  if (initial !== null && !(await store.useRegistrationToken(initial.tokenHash, context.now()))) throw uselessToken();
  const clientId = CLIENT_ID_PREFIX + Buffer.from(context.random(16)).toString("base64url");
  const token = newSecret(REGISTRATION_TOKEN_PREFIX, context);
  const secret = await makeSecret(settings, context);
  const createdAt = context.now();
  const registrationTokenHash = hashSecret(token);
  await store.createRegistration({
    clientId,
    settings,
    registrationTokenHash,
    secret: secret?.stored ?? null,
    createdAt,
    reviewedHosts: initial?.isTrusted ? listHosts(settings) : null,
  });
  const data = { name: settings.name, kind: settings.kind, by: "registration", ...describeWeakness(settings) } as const;
  context.record({ type: "client.registered", outcome: "ok", clientId, data }, request);
  return answer(201, { clientId, settings, createdAt, token, secret: secret?.value ?? null }, context);
}

/**
 * The initial access token. It is checked before the metadata, so that the server fetches no address for a caller
 * without one. Where registration is open nobody needs a token, but one may say that somebody vouches for the client.
 * @see RFC 7591 §3
 */
async function findInitialToken(
  request: Request,
  context: OAuthContext,
): Promise<{ tokenHash: string; isTrusted: boolean } | null> {
  const { mode, store } = context.registration;
  const isNeeded = mode === "token";
  if (!isNeeded && !/^Bearer /i.test(request.headers.get("authorization") ?? "")) return null;
  const tokenHash = hashSecret(readBearerToken(request, null));
  const found = await store.findRegistrationToken(tokenHash, context.now());
  if (found !== null) return { ...found, tokenHash };
  if (isNeeded) throw uselessToken();
  return null;
}

// RFC 7592 §2.2: members that are left out go back to their defaults.
async function replace(
  request: Request,
  registration: Registration,
  token: string,
  context: ServerContext,
): Promise<Response> {
  const json = await readJsonBody(request, "invalid_client_metadata");
  const { clientId, createdAt, secretHashes } = registration;
  for (const member of ["registration_access_token", "registration_client_uri", "client_secret_expires_at"]) {
    // RFC 7592 §2.2: the client MUST NOT include these.
    if (member in json) throw refusedMetadata(`${member} must not be sent`);
  }
  if ("client_id_issued_at" in json) {
    throw refusedMetadata("client_id_issued_at must not be sent");
  }
  // RFC 7592 §2.2: client_id MUST be the one that was issued, client_secret MUST match.
  if (json.client_id !== clientId)
    throw refusedMetadata("client_id must be the one that was issued with this registration access token");
  const { client_secret: sentSecret } = json;
  if (sentSecret !== undefined && !matches(sentSecret, secretHashes)) {
    throw refusedMetadata("client_secret must be the one that was issued, or be left out");
  }
  const asked = await readSettings(json, context);
  const changed = holdBack(registration, asked, context);
  const { settings } = changed;
  // A verified client's new name waits for an administrator.
  if (!registration.isVerified && settings.name !== registration.settings.name) {
    await refuseNameTwin(settings.name, clientId, context);
  }
  requireSameSector(registration.settings, settings);
  const needsNew = secretHashes.length === 0 || changesHowSecretIsKept(registration.settings, settings);
  const secret = needsNew ? await makeSecret(settings, context) : null;
  const isStored = await context.registration.store.replaceRegistration(registration, changed, secret?.stored ?? null);
  // The client was deleted, or somebody changed or verified it since it was read.
  if (!isStored) {
    throw new OAuthError(
      "temporarily_unavailable",
      "The client was changed by somebody else at the same time: read it again, then repeat the update",
      {
        cause: "registration_changed",
        retryAfter: 1,
      },
    );
  }
  context.record(
    { type: "client.changed", outcome: "ok", clientId, data: { by: "registration", ...describeWeakness(settings) } },
    request,
  );
  return answer(200, { clientId, settings, createdAt, token, secret: secret?.value ?? null }, context);
}

const TAKEN_FOR: Record<NameTwin, string> = {
  portal: "the portal's own name",
  verified: "the name of a verified client",
};

/** RFC 7591 §5: names can be used to deceive people, so that the server may refuse them. */
async function refuseNameTwin(name: string, clientId: string | null, context: OAuthContext): Promise<void> {
  const twin = await context.registration.findNameTwin(name, clientId);
  if (twin !== null) throw refusedMetadata(`client_name: must not look like ${TAKEN_FOR[twin]}: choose another`);
}

/** RFC 7591 has no warnings in its answer, so the event carries them for the portal's administrators. */
function describeWeakness({ redirectUris }: ClientSettings): { dotlessSchemes?: string[] } {
  const dotlessSchemes = redirectUris.filter(hasDotlessScheme);
  return dotlessSchemes.length === 0 ? {} : { dotlessSchemes };
}

/**
 * A verified client's changes to reviewed members wait for an administrator, who sees them beside the values that
 * people see meanwhile. The answer says what is registered now, as RFC 7592 §2.2 requires.
 */
function holdBack(
  { settings: live, isVerified, reviewedHosts, pendingChanges }: Registration,
  asked: ClientSettings,
  { issuer }: Pick<OAuthContext, "issuer">,
): Pick<Registration, "settings" | "pendingChanges"> {
  if (!isVerified) return { settings: asked, pendingChanges: null };
  const { now, pending } = splitChanges({ ...live, publisher: null }, pendingChanges, asked);
  // `live` may hold more than settings, which this client must not write.
  const held = WAITING_MEMBERS.filter((member) => member in asked && !(member in now));
  const kept: Partial<ClientSettings> = Object.fromEntries(
    held.map((member) => [member, { ...live, publisher: null }[member]]),
  );
  const settings = withConsequences({ ...asked, ...kept, scopes: now.scopes });
  // A new address works at once, even if it changes the type of this client.
  const [wrong] = findNewProblems(live, settings, { issuer, status: "verified" }).filter(
    ({ member }) => !member.endsWith("redirect_uris"),
  );
  if (wrong) {
    throw refusedMetadata(
      `${wrong.member}: this depends on a change that waits for review: send it again after the review`,
    );
  }
  const hosts = listUnreviewedHosts({ ...settings, reviewedHosts });
  return { settings, pendingChanges: orNull({ ...pending, hosts }) };
}

async function remove(request: Request, { clientId }: Registration, context: OAuthContext): Promise<Response> {
  if (!(await context.registration.store.deleteRegistration(clientId, context.now()))) throw unknownToken();
  context.record({ type: "client.deleted", outcome: "ok", clientId, data: { by: "registration" } }, request);
  return new Response(null, { status: 204 });
}

async function findOwnRegistration(request: Request, token: string, context: OAuthContext): Promise<Registration> {
  const params = readQueryParams(request);
  const clientId = params.get("client_id");
  const registration = clientId === null ? null : await context.registration.store.findRegistration(clientId);
  const expected = registration?.registrationTokenHash ?? "-".repeat(43);
  // RFC 7592 §2.1: one answer, 401, whether the client is unknown or the token belongs to another client.
  if (!equalInConstantTime(hashSecret(token), expected) || registration === null) throw unknownToken();
  return registration;
}

function uselessToken(): OAuthError {
  return new OAuthError("invalid_token", "The initial access token is unknown, expired or used up", {
    cause: "initial_token_unusable",
  });
}

function unknownToken(): OAuthError {
  return new OAuthError("invalid_token", "The registration access token belongs to no client that is registered here", {
    cause: "registration_token_unusable",
  });
}

function refusedMetadata(description: string): OAuthError {
  return new OAuthError("invalid_client_metadata", description, { cause: "metadata_refused" });
}

function matches(secret: unknown, hashes: string[]): boolean {
  if (typeof secret !== "string") return false;
  const hash = hashSecret(secret);
  return hashes.filter((each) => equalInConstantTime(hash, each)).length > 0;
}

/**
 * OIDC Core §8.1: the sector decides the `sub` by which a client knows people. In another sector it would take
 * everybody for somebody new, and with public subjects it could match people with other clients.
 */
function requireSameSector(
  { pairwiseSector: before }: ClientSettings,
  { pairwiseSector: after }: ClientSettings,
): void {
  if (before === null || after === before) return;
  throw refusedMetadata(
    after === null
      ? "subject_type: must stay pairwise, since people have a sub of their own at this client"
      : `sector_identifier_uri: must be at the host ${before} and list the redirect_uris, since in another sector people would have another sub`,
  );
}

/** A secret that is stored only as a hash cannot check signatures (client_secret_jwt, HS256 request objects). */
function changesHowSecretIsKept(before: ClientSettings, after: ClientSettings): boolean {
  return readsSecret(after) && !readsSecret(before);
}

interface Answered {
  clientId: string;
  settings: ClientSettings;
  createdAt: Date;
  token: string;
  /** a secret that was just made; only its hash is stored, so it is shown once */
  secret: string | null;
}

// RFC 7591 §3.2.1, RFC 7592 §3: everything that is registered, and how to manage it.
function answer(
  status: number,
  { clientId, settings, createdAt, token, secret }: Answered,
  context: OAuthContext,
): Response {
  const body = {
    client_id: clientId,
    client_id_issued_at: Math.floor(createdAt.getTime() / 1000),
    ...(secret !== null && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_access_token: token,
    registration_client_uri: `${context.issuer}${REGISTRATION_PATH}?client_id=${encodeURIComponent(clientId)}`,
    ...toWireMetadata(settings),
  };
  return Response.json(body, { status });
}
