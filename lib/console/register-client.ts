import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { findClientDetails } from "../db/clients";
import { findScopes } from "../db/scopes";
import { getEnv } from "../env";
import { safeFetch } from "../http/safe-fetch";
import { checkRedirectUri, redirectUriMaxCount } from "../oauth/redirect-uri";
import { addNeededGrants, fitResponseTypes } from "../oauth/register/choose-types";
import { clientNameSchema } from "../oauth/register/member-schemas";
import { findProblems } from "../oauth/register/rules";
import { type ClientSettings, emptySettings, withConsequences } from "../oauth/register/settings";
import { findSector, SectorError } from "../oauth/sector";
import { findQuotaProblem } from "./app-quota";
import { type Actor, findActor } from "./authorise";
import { clientKinds, kindDefaults, usesRedirectUris } from "./client-kinds";
import { metadataSchemas, problemsOf, toFieldName, toProblemKey } from "./client-metadata";
import { findUnsupported, protocolSchemas } from "./protocol-settings";
import { done, type RefusedUri, type Result, refused } from "./result";
import { type RegisteredClient, storeNewClient } from "./store-new-client";

/** What every developer may say about a new client. */
const developerSchema = z.object({
  name: clientNameSchema,
  kind: z.enum(clientKinds, { error: "kind_missing" }),
  redirectUris: z.array(z.string()).default([]),
  postLogoutRedirectUris: z.array(z.string()).default([]),
  /** random per form; the same key makes the same client id, so a form sent twice registers one client */
  requestKey: z.string().max(100).optional(),
  ...metadataSchemas,
  ...protocolSchemas,
  /** chosen once: with another one people would have another `sub` (OIDC Core §8) */
  subjectType: z.enum(["public", "pairwise"]).default("public"),
  sectorIdentifierUri: z.string().max(2000).optional(),
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
  scopes: z.array(z.string()).optional(),
  optionalScopes: z.array(z.string()).optional(),
  status: z.enum(["development", "in_review", "verified"]).optional(),
  isTrusted: z.boolean().optional(),
});

export type RegisterClientInput = z.input<typeof developerSchema> & z.input<typeof administratorSchema>;

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
  const { name, kind, requestKey, redirectUris, postLogoutRedirectUris, subjectType, ...metadata } = parsed.data;
  const { clientId: chosenId, clientSecret: chosenSecret, ownerId, ...overrides } = extra.data;

  const uris = { redirectUris: clean(redirectUris), postLogoutRedirectUris: clean(postLogoutRedirectUris) };
  if (!usesRedirectUris(kind) && uris.redirectUris.length > 0 && !metadata.grantTypes?.includes("authorization_code")) {
    return refused("service_has_no_redirect_uris", { fields: { redirectUris: "service_has_no_redirect_uris" } });
  }
  const status = overrides.status ?? "development";
  for (const [field, list] of Object.entries(uris)) {
    const bad = findRefused(list, kind, status);
    if (bad.length > 0) return refused("check_uris", { fields: { [field]: "check_uris" }, refusedUris: bad });
  }

  const unsupported = findUnsupported(metadata, kindDefaults[kind]);
  if (unsupported) return refused("check_fields", { fields: unsupported });
  const { status: _status, isTrusted, optionalScopes = [], ...chosen } = definedOnly(overrides);
  const settings = completeSettings({ name, kind, ...uris, ...definedOnly(metadata), ...chosen });
  const known = new Set((await findScopes(settings.scopes)).map((scope) => scope.name));
  if (settings.scopes.some((scope) => !known.has(scope))) {
    return refused("unknown_scope", { fields: { scopes: "unknown_scope" } });
  }
  const [wrong] = findProblems(settings, { issuer: getEnv().issuer, status });
  if (wrong) {
    const key = toProblemKey(wrong.key);
    return refused(key, { fields: { [toFieldName(wrong.member)]: key } });
  }

  const sector = await findSectorOf(settings, subjectType);
  if (sector === undefined) {
    return refused("sector_invalid", { fields: { sectorIdentifierUri: "sector_invalid" } });
  }
  settings.pairwiseSector = sector;
  const clientId = chosenId ?? newClientId(actor, requestKey);
  const overQuota = await findQuotaProblem(actor, new Date());
  // A form that was sent twice leads to what its first one made, also where that was the last.
  if (overQuota) return requestKey && (await findClientDetails(clientId)) ? refused("already_registered") : overQuota;
  const stored = await storeNewClient(actor, {
    clientId,
    settings,
    status,
    isTrusted,
    optionalScopes,
    publisher: metadata.publisher,
    ownerId: ownerId === undefined ? actor.userId : ownerId,
    clientSecret: chosenSecret,
  });
  return stored ? done(stored) : refused(chosenId ? "client_id_taken" : "already_registered");
}

/** The id that `registerClient` gives for a request key: where a form that was sent twice leads. */
export function newClientId(actor: Actor, requestKey: string | undefined): string {
  if (!requestKey) return `pt_cl_${randomBytes(16).toString("base64url")}`;
  const digest = createHash("sha256").update(`${actor.userId}\n${requestKey}`).digest();
  return `pt_cl_${digest.subarray(0, 16).toString("base64url")}`;
}

/** The settings of a client of this kind, where nothing else was said. */
function completeSettings(
  said: Partial<ClientSettings> & Pick<ClientSettings, "name" | "kind" | "redirectUris" | "postLogoutRedirectUris">,
): ClientSettings {
  const { grantTypes, responseTypes, scopes, ...defaults } = kindDefaults[said.kind];
  return withConsequences({
    ...emptySettings,
    ...defaults,
    grantTypes: addNeededGrants(grantTypes, (usesRedirectUris(said.kind) && said.responseTypes) || []),
    responseTypes: fitResponseTypes(responseTypes, said.grantTypes ?? grantTypes),
    scopes: [...scopes],
    ...said,
  });
}

/** Undefined: the redirect URIs do not fit the sector, or it cannot be read. @see OIDC Core §8.1 */
async function findSectorOf(
  { sectorIdentifierUri, redirectUris }: ClientSettings,
  subjectType: "public" | "pairwise",
): Promise<string | null | undefined> {
  try {
    return await findSector({ subjectType, sectorIdentifierUri, redirectUris }, { fetch: safeFetch });
  } catch (error) {
    if (error instanceof SectorError) return undefined;
    throw error;
  }
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
