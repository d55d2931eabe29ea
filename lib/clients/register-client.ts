import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { type Actor, findActor } from "../auth/actor";
import { findNameTwin } from "../auth/name-twin";
import { findClientDetails } from "../db/clients/clients";
import { findScopes } from "../db/clients/scopes";
import { getEnv } from "../env";
import { safeFetch } from "../http/safe-fetch";
import { MEMBER_DEFAULTS, toKey } from "../oauth/client/member-lists";
import { clientNameSchema } from "../oauth/client/member-schemas";
import type { ClientMembers } from "../oauth/client/members";
import { checkRedirectUri, REDIRECT_URI_MAX_COUNT } from "../oauth/client/redirect-uri";
import { findSector, SectorError } from "../oauth/client/sector";
import { addNeededGrants, fitResponseTypes } from "../oauth/register/choose-types";
import { findProblems } from "../oauth/register/rules";
import { type ClientSettings, withConsequences } from "../oauth/register/settings";
import { CLIENT_ID_PREFIX } from "../oauth/secrets";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import { findMostApps, findQuotaProblem, tooManyApps } from "./app-quota";
import { mayRegisterApps } from "./app-registrars";
import { CLIENT_KINDS, kindDefaults, usesRedirectUris } from "./client-kinds";
import { ownSchemas, problemsOf, toProblemKey } from "./client-metadata";
import { done, type ProblemKey, type RefusedUri, type Result, refused } from "./result";
import { type RegisteredClient, storeNewClient } from "./store-new-client";
import { findUnsupported } from "./unsupported-types";

/** What every developer may say about a new client. */
const developerSchema = z.object({
  ...ownSchemas,
  name: clientNameSchema,
  kind: z.enum(CLIENT_KINDS, { error: "kind_missing" }),
  redirectUris: z.array(z.string()).default([]),
  postLogoutRedirectUris: z.array(z.string()).default([]),
  /** random per form; the same key makes the same client id, so a form sent twice registers one client */
  requestKey: z.string().max(100).optional(),
  /** fixed at registration: changing it would change people's `sub` (OIDC Core §8) */
  subjectType: z.enum(["public", "pairwise"]).default("public"),
  sectorIdentifierUri: z.string().max(2000).optional(),
});

/** What only an administrator or the operator may set. */
const administratorSchema = z.object({
  clientId: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "client_id_invalid")
    .optional(),
  /** a secret chosen by the operator, for a client that is already set up with it */
  clientSecret: z.string().min(32, "client_secret_short").optional(),
  ownerId: z.uuid().nullable().optional(),
  scopes: z.array(z.string()).optional(),
  optionalScopes: z.array(z.string()).optional(),
  status: z.enum(["development", "in_review", "verified"]).optional(),
  isTrusted: z.boolean().optional(),
});

export type RegisterClientInput = z.input<typeof developerSchema> & z.input<typeof administratorSchema>;

/**
 * Registers a client with the defaults of its kind; the actor becomes its owner. An administrator may also set the
 * members of `administratorSchema`; from others they are ignored. Redirect URIs pass the same check as in the editor:
 * warnings are accepted, errors are not.
 * @see RFC 7591 §2
 */
export async function registerClient(
  claimedActor: Actor,
  input: RegisterClientInput,
): Promise<Result<RegisteredClient>> {
  const actor = await findActor(claimedActor);
  if (!actor) return refused("account_suspended");
  if (!(await mayRegisterApps(actor))) return refused("administrators_register");
  const parsed = developerSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const extra = administratorSchema.safeParse(actor.isAdmin ? input : {});
  if (!extra.success) return refused("check_fields", { fields: problemsOf(extra.error) });
  const { name, kind, requestKey, redirectUris, postLogoutRedirectUris, subjectType, ...metadata } = parsed.data;
  const { clientId: chosenId, clientSecret: chosenSecret, ownerId, ...overrides } = extra.data;

  const uris = { redirectUris: clean(redirectUris), postLogoutRedirectUris: clean(postLogoutRedirectUris) };
  const status = overrides.status ?? "development";
  // Everything that is wrong is told at once.
  const wrong = new Map<string, ProblemKey>();
  // Administrators decide about names by themselves, and see those that look alike.
  const twin = actor.isAdmin ? null : await findNameTwin(name, { clientId: null, ownerId: actor.userId });
  if (twin) wrong.set("name", `name_like_${twin}`);
  const refusedUris = Object.entries(uris).flatMap(([field, list]) => {
    const bad = findRefused(list, kind, status);
    if (bad.length > 0) wrong.set(field, "check_uris");
    return bad;
  });
  if (!usesRedirectUris(kind) && uris.redirectUris.length > 0 && !metadata.grantTypes?.includes("authorization_code")) {
    wrong.set("redirectUris", "service_has_no_redirect_uris");
  }
  const [firstWrong, ...more] = new Set(wrong.values());
  if (firstWrong) {
    return refused(more.length === 0 ? firstWrong : "check_fields", { fields: Object.fromEntries(wrong), refusedUris });
  }

  const unsupported = findUnsupported(metadata, kindDefaults[kind]);
  if (unsupported) return refused("check_fields", { fields: unsupported });
  const { status: _status, isTrusted, optionalScopes = [], ...chosen } = definedOnly(overrides);
  const settings = completeSettings({ name, kind, ...uris, ...definedOnly(metadata), ...chosen });
  const known = new Set((await findScopes(settings.scopes)).map((scope) => scope.name));
  const owner = ownerId === undefined ? actor.userId : ownerId;
  if (owner !== null) known.delete(ADMIN_SCOPE);
  if (settings.scopes.some((scope) => !known.has(scope))) {
    return refused("unknown_scope", { fields: { scopes: "unknown_scope" } });
  }
  const contradictions = findProblems(settings, { issuer: getEnv().issuer, status });
  const [first] = contradictions;
  if (first) {
    const key = contradictions.length === 1 ? toProblemKey(first.key) : "check_fields";
    const fields = contradictions.map(({ member, key: each }) => [toKey(member), toProblemKey(each)]);
    return refused(key, { fields: Object.fromEntries(fields) });
  }

  const sector = await findSectorOf(settings, subjectType);
  if (sector === undefined) {
    return refused("sector_invalid", { fields: { sectorIdentifierUri: "sector_invalid" } });
  }
  settings.pairwiseSector = sector;
  const clientId = chosenId ?? newClientId(actor, requestKey);
  const overQuota = await findQuotaProblem(actor, new Date());
  // A form that was sent twice leads to the client that the first one made, even if that was the last one allowed.
  if (overQuota) return requestKey && (await findClientDetails(clientId)) ? refused("already_registered") : overQuota;
  const stored = await storeNewClient(actor, {
    clientId,
    settings,
    status,
    isTrusted,
    optionalScopes,
    ownerId: owner,
    mostApps: findMostApps(actor),
    clientSecret: chosenSecret,
  });
  if (stored === "full") return tooManyApps();
  if (stored === "ownerless") return refused("account_suspended");
  if (stored === "taken") return refused(chosenId ? "client_id_taken" : "already_registered");
  return done(stored);
}

/** The id that `registerClient` derives from a request key, to find the client of a form that was sent twice. */
export function newClientId(actor: Actor, requestKey: string | undefined): string {
  if (!requestKey) return `${CLIENT_ID_PREFIX}${randomBytes(16).toString("base64url")}`;
  const digest = createHash("sha256").update(`${actor.userId}\n${requestKey}`).digest();
  return `${CLIENT_ID_PREFIX}${digest.subarray(0, 16).toString("base64url")}`;
}

/** All stored members of a client. */
type Complete = ClientMembers & ClientSettings;

/** The default settings of a client of this kind. */
function completeSettings(
  said: Partial<Complete> & Pick<Complete, "name" | "kind" | "redirectUris" | "postLogoutRedirectUris">,
): Complete {
  const { grantTypes, responseTypes, scopes, ...defaults } = kindDefaults[said.kind];
  return withConsequences({
    ...MEMBER_DEFAULTS,
    pairwiseSector: null,
    metadata: {},
    ...defaults,
    grantTypes: addNeededGrants(grantTypes, (usesRedirectUris(said.kind) && said.responseTypes) || []),
    responseTypes: fitResponseTypes(responseTypes, said.grantTypes ?? grantTypes),
    scopes: [...scopes],
    ...said,
  });
}

/** The sector; undefined if the redirect URIs do not fit it, or if its list cannot be read. @see OIDC Core §8.1 */
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
  kind: (typeof CLIENT_KINDS)[number],
  status: "development" | "in_review" | "verified",
): RefusedUri[] {
  const issuer = getEnv().issuer;
  return uris
    .map((uri, index) => {
      const registered = index < REDIRECT_URI_MAX_COUNT ? [] : uris.slice(0, REDIRECT_URI_MAX_COUNT);
      return { uri, ...checkRedirectUri(uri, { kind, status, issuer, registered }) };
    })
    .filter((check) => check.verdict === "error");
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
