import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { recordEvent } from "../db/audit-events";
import { createClient } from "../db/clients";
import { newId } from "../db/new-id";
import { findScopes } from "../db/scopes";
import { getEnv } from "../env";
import { sealClientSecret } from "../keys/client-secret-encryption";
import { ASSERTION_ALGS } from "../oauth/client-assertion";
import { AUTH_METHODS } from "../oauth/client-authentication";
import { CLIENT_SIGNING_ALGS } from "../oauth/client-jwt";
import { clientJwksSchema } from "../oauth/client-keys";
import type { ClientJwks } from "../oauth/model";
import { SIGNING_ALGS } from "../oauth/own-jwt";
import { checkRedirectUri, redirectUriMaxCount } from "../oauth/redirect-uri";
import { type Actor, findActor } from "./authorise";
import { clientKinds, isConfidential, kindDefaults, usesRedirectUris } from "./client-kinds";
import { clientNameSchema, metadataSchemas, problemsOf } from "./client-metadata";
import { describeSecret, generateClientSecret } from "./new-client-secret";
import { done, type ProblemKey, type RefusedUri, type Result, refused } from "./result";

/** What every developer may say about a new client. */
const developerSchema = z.object({
  name: clientNameSchema,
  kind: z.enum(clientKinds, { error: "kind_missing" }),
  redirectUris: z.array(z.string()).default([]),
  postLogoutRedirectUris: z.array(z.string()).default([]),
  /** random per form; the same key makes the same client id, so a form sent twice registers one client */
  requestKey: z.string().max(100).optional(),
  ...metadataSchemas,
});

/** What only an administrator or the operator may say besides. */
const administratorSchema = z.object({
  clientId: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "client_id_invalid")
    .optional(),
  /** a secret chosen by the operator, for a client that was set up elsewhere before */
  clientSecret: z.string().min(32, "client_secret_short").optional(),
  ownerId: z.uuid().nullable().optional(),
  tokenEndpointAuthMethod: z.enum(AUTH_METHODS).optional(),
  tokenEndpointAuthSigningAlg: z.enum(ASSERTION_ALGS).optional(),
  jwks: z.custom<ClientJwks>((value) => clientJwksSchema.safeParse(value).success, "jwks_invalid").optional(),
  jwksUri: z.url({ protocol: /^https$/, error: "jwks_invalid" }).optional(),
  grantTypes: z.array(z.string()).optional(),
  responseTypes: z.array(z.string()).optional(),
  scopes: z.array(z.string()).optional(),
  optionalScopes: z.array(z.string()).optional(),
  requestObjectSigningAlg: z.enum(CLIENT_SIGNING_ALGS).optional(),
  // OIDC Core §6.2: 512 ASCII characters at most.
  requestUris: z
    .array(z.url({ protocol: /^https$/, error: "request_uri_invalid" }).max(512, "request_uri_invalid"))
    .max(20, "request_uri_invalid")
    .optional(),
  /** what `findSector` gave */
  pairwiseSector: z.string().nullable().optional(),
  sectorIdentifierUri: z.string().optional(),
  // OpenID Connect Dynamic Client Registration §2: initiate_login_uri MUST be https.
  initiateLoginUri: z.url({ protocol: /^https$/, error: "initiate_login_uri_invalid" }).optional(),
  defaultMaxAge: z.int().min(0).max(999_999_999).optional(),
  requireAuthTime: z.boolean().optional(),
  defaultAcrValues: z.array(z.string()).optional(),
  requirePkce: z.boolean().optional(),
  idTokenSignedResponseAlg: z.enum(SIGNING_ALGS).optional(),
  userinfoSignedResponseAlg: z.enum(SIGNING_ALGS).optional(),
  status: z.enum(["development", "in_review", "verified"]).optional(),
  isTrusted: z.boolean().optional(),
});

export type RegisterClientInput = z.input<typeof developerSchema> & z.input<typeof administratorSchema>;

export interface RegisteredClient {
  clientId: string;
  /** the only time it is seen; null for public clients */
  clientSecret: string | null;
}

/**
 * Registers a client with the defaults of its kind; the actor becomes its owner.
 * An administrator may set the members of `administratorSchema` besides; from others they are ignored.
 * Redirect URIs pass the same check as in the editor: warnings are accepted, errors are not.
 * @see RFC 7591 §2
 */
export async function registerClient(
  claimedActor: Actor,
  input: RegisterClientInput,
): Promise<Result<RegisteredClient>> {
  const actor = await findActor(claimedActor);
  if (!actor) return refused("account_suspended");
  const parsed = developerSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const extra = administratorSchema.safeParse(actor.isAdmin ? input : {});
  if (!extra.success) return refused("check_fields", { fields: problemsOf(extra.error) });
  const { name, kind, requestKey, redirectUris, postLogoutRedirectUris, ...metadata } = parsed.data;
  const { clientId: chosenId, clientSecret: chosenSecret, ownerId, ...overrides } = extra.data;

  const uris = { redirectUris: clean(redirectUris), postLogoutRedirectUris: clean(postLogoutRedirectUris) };
  if (
    !usesRedirectUris(kind) &&
    uris.redirectUris.length > 0 &&
    !overrides.grantTypes?.includes("authorization_code")
  ) {
    return refused("service_has_no_redirect_uris", { fields: { redirectUris: "service_has_no_redirect_uris" } });
  }
  const status = overrides.status ?? "development";
  for (const [field, list] of Object.entries(uris)) {
    const bad = findRefused(list, kind, status);
    if (bad.length > 0) return refused("check_uris", { fields: { [field]: "check_uris" }, refusedUris: bad });
  }

  const { grantTypes, responseTypes, scopes, ...defaults } = kindDefaults[kind];
  const settings = {
    ...defaults,
    grantTypes: [...grantTypes],
    responseTypes: [...responseTypes],
    scopes: [...scopes],
    optionalScopes: [],
    ...definedOnly(overrides),
  };
  const known = new Set((await findScopes(settings.scopes)).map((scope) => scope.name));
  if (settings.scopes.some((scope) => !known.has(scope))) {
    return refused("unknown_scope", { fields: { scopes: "unknown_scope" } });
  }

  const keysProblem = findKeysProblem(settings);
  if (keysProblem) return refused(keysProblem, { fields: { jwks: keysProblem } });

  const clientId = chosenId ?? newClientId(actor, requestKey);
  const secret = !isConfidential(settings) ? null : newSecret(chosenSecret);
  const isNew = await createClient({
    clientId,
    name,
    kind,
    status,
    ownerId: ownerId === undefined ? actor.userId : ownerId,
    ...uris,
    ...metadata,
    ...settings,
    secret: secret && {
      id: newId(),
      secretHash: secret.secretHash,
      secretJwe: settings.tokenEndpointAuthMethod === "client_secret_jwt" ? await sealClientSecret(secret.value) : null,
      hint: secret.hint,
      createdById: actor.userId,
    },
  });
  if (!isNew) return refused(chosenId ? "client_id_taken" : "already_registered");
  await recordEvent({
    type: "client.registered",
    outcome: "ok",
    clientId,
    userId: actor.userId,
    data: { name, kind },
  });
  return done({ clientId, clientSecret: secret?.value ?? null });
}

/** The id that `registerClient` gives for a request key: where a form that was sent twice leads. */
export function newClientId(actor: Actor, requestKey: string | undefined): string {
  if (!requestKey) return `pt_cl_${randomBytes(16).toString("base64url")}`;
  const digest = createHash("sha256").update(`${actor.userId}\n${requestKey}`).digest();
  return `pt_cl_${digest.subarray(0, 16).toString("base64url")}`;
}

// RFC 7591 §2: jwks and jwks_uri MUST NOT both be present. OIDC Core §9: HS256 goes with the secret, others with a key.
function findKeysProblem(settings: {
  tokenEndpointAuthMethod: string;
  tokenEndpointAuthSigningAlg?: string | undefined;
  jwks?: unknown;
  jwksUri?: string | undefined;
}): ProblemKey | null {
  const { tokenEndpointAuthMethod: method, tokenEndpointAuthSigningAlg: alg, jwks, jwksUri } = settings;
  const count = [jwks, jwksUri].filter((each) => each !== undefined).length;
  if (count > 1 || (method === "private_key_jwt" && count === 0)) return "jwks_missing";
  if (alg === undefined) return null;
  const isFitting = method === "client_secret_jwt" ? alg === "HS256" : method === "private_key_jwt" && alg !== "HS256";
  return isFitting ? null : "signing_alg_mismatch";
}

function newSecret(chosen: string | undefined) {
  return chosen ? describeSecret(chosen) : generateClientSecret();
}

function clean(uris: string[]): string[] {
  return [...new Set(uris.map((uri) => uri.trim()).filter((uri) => uri !== ""))];
}

function findRefused(
  uris: string[],
  kind: (typeof clientKinds)[number],
  status: "development" | "in_review" | "verified",
): RefusedUri[] {
  const issuer = getEnv().issuer;
  return uris
    .map((uri, index) => {
      const registered = index < redirectUriMaxCount ? [] : uris.slice(0, redirectUriMaxCount);
      return { uri, ...checkRedirectUri(uri, { kind, status, issuer, registered }) };
    })
    .filter((check) => check.verdict === "error");
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
