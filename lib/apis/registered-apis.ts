import type { z } from "zod";
import { type Actor, findActor } from "../auth/actor";
import { problemsOf } from "../clients/client-metadata";
import { done, type Result, refused } from "../clients/result";
import { recordEvent } from "../db/audit/events";
import {
  type ApiDetails,
  createApiRow,
  deleteApiRow,
  findApiDetails,
  hasScopeNamed,
  listApiRows,
  reviseApi,
} from "../db/clients/apis";
import { findClientDetails } from "../db/clients/clients";
import { findClientNames } from "../db/people/consents";
import { getEnv } from "../env";
import { maySaveOver, nameSeen } from "../forms/seen";
import { findOwnResource } from "../oauth/tokens/own-resources";
import { normalizeResourceIdentifier } from "../oauth/tokens/resource-identifier";
import { apiChangesSchema, apiSchema, dropEmptyTexts } from "./api-metadata";

export type RegisterApiInput = z.input<typeof apiSchema> & {
  /** an existing client that will introspect this API's tokens */
  introspectionClientId?: string | null;
};

/**
 * The actor, if they may register and change APIs: an administrator. People decide by the words of a scope, so these
 * come from those who run the portal.
 */
export async function findApiActor(actor: Actor): Promise<Actor | null> {
  const known = await findActor(actor);
  return known?.isAdmin ? known : null;
}

/** Every API, the portal's own included; null for those who may not see them. */
export async function listApis(actor: Actor): Promise<ApiDetails[] | null> {
  return (await findApiActor(actor)) ? listApiRows() : null;
}

/** One API; null when there is none, or the actor may not see it. */
export async function findApi(actor: Actor, apiId: string): Promise<ApiDetails | null> {
  return (await findApiActor(actor)) ? findApiDetails(apiId) : null;
}

/** Whether this is the portal's own API: its tokens are made and checked here, so only its words can change. */
export function isOwn(api: Pick<ApiDetails, "identifier">): boolean {
  return findOwnResource(api.identifier, getEnv().issuer) !== null;
}

/** Registers an API with its first scopes, all or nothing. @see RFC 8707 §2 */
export async function registerApi(
  actor: Actor,
  input: RegisterApiInput,
  now: Date = new Date(),
): Promise<Result<{ apiId: string }>> {
  const known = await findApiActor(actor);
  if (!known) return refused("not_found");
  const parsed = apiSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const { scopes: given, ...api } = parsed.data;
  const scopes = given.map((scope) => ({ ...scope, texts: dropEmptyTexts(scope.texts) }));
  const introspectionClientId = input.introspectionClientId ?? null;
  if (introspectionClientId !== null && !(await findClientDetails(introspectionClientId))) {
    return refused("check_fields", { fields: { introspectionClientId: "client_unknown" } });
  }
  if (await hasUnknownClient(api.listedClients))
    return refused("check_fields", { fields: { listedClients: "client_unknown" } });
  const normalIdentifier = normalizeResourceIdentifier(api.identifier);
  const row = { ...api, normalIdentifier, introspectionClientId, allowsQueryToken: false };
  const created = await createApiRow(row, scopes, now);
  if (created === "taken") {
    const names = scopes.map((scope) => scope.name);
    return (await hasScopeNamed(names)) || new Set(names).size < names.length
      ? refused("check_fields", { fields: { scopes: "scope_taken" } })
      : refused("check_fields", { fields: { identifier: "identifier_taken" } });
  }
  const data = { ...api, scopes: scopes.map((scope) => scope.name) };
  await recordEvent({ type: "resource.registered", outcome: "ok", userId: known.userId, data }, actor.source);
  return done({ apiId: created.id });
}

async function hasUnknownClient(clientIds: readonly string[]): Promise<boolean> {
  return (await findClientNames([...clientIds])).size < new Set(clientIds).size;
}

/** Names what a page shows of an API's settings. */
export function nameSeenApi(api: ApiDetails): string {
  const { name, clientPolicy, listedClients, allowsQueryToken } = api;
  const { tokenFormat, accessTokenTtl, signingAlg, tokenTyp } = api;
  return nameSeen([
    name,
    clientPolicy,
    listedClients,
    allowsQueryToken,
    tokenFormat,
    accessTokenTtl,
    signingAlg,
    tokenTyp,
  ]);
}

/**
 * Changes how an API is called, which apps may ask for it, and how its tokens look; changes apply from the next token
 * on.
 * @param seen what the form showed, by {@link nameSeenApi}: if it is not so any more, nothing is changed
 */
export async function changeApi(
  actor: Actor,
  apiId: string,
  input: z.input<typeof apiChangesSchema>,
  seen: string | null = null,
): Promise<Result<null>> {
  const api = await findApi(actor, apiId);
  if (!api) return refused("not_found");
  const parsed = apiChangesSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const { allowsQueryToken, ...settings } = parsed.data;
  const { name, listedClients } = settings;
  if (await hasUnknownClient(listedClients ?? [])) {
    return refused("check_fields", { fields: { listedClients: "client_unknown" } });
  }
  // An API decides by itself where it reads tokens, so only the portal's own API has this switch.
  const changes = isOwn(api) ? { name, allowsQueryToken } : settings;
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const isChanged = await reviseApi(apiId, (now) =>
    maySaveOver(nameSeenApi(now), { seen, saved: nameSeenApi({ ...now, ...given }) }) ? changes : null,
  );
  if (isChanged === null) return refused("not_found");
  if (!isChanged) return refused("overtaken");
  const data = { identifier: api.identifier, ...changes };
  await recordEvent({ type: "resource.changed", outcome: "ok", userId: actor.userId, data }, actor.source);
  return done(null);
}

/**
 * Deletes an API once no app may ask for its scopes, which apps and people's consents lose. Their names can be used again
 * when the last tokens that could name them have expired. Never the portal's own.
 */
export async function deleteApi(
  actor: Actor,
  apiId: string,
  now: Date = new Date(),
): Promise<Result<{ name: string }>> {
  const api = await findApi(actor, apiId);
  if (!api) return refused("not_found");
  if (isOwn(api)) return refused("api_own");
  const deletion = await deleteApiRow(apiId, now);
  if (deletion === "asked") return refused("api_in_use");
  if (deletion === "missing") return refused("not_found");
  const { identifier, name } = api;
  await recordEvent(
    { type: "resource.deleted", outcome: "ok", userId: actor.userId, data: { identifier, name } },
    actor.source,
  );
  return done({ name });
}
