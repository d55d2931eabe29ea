import type { z } from "zod";
import { recordEvent } from "../db/audit-events";
import { findClientDetails } from "../db/clients";
import { findClientNames } from "../db/consents";
import {
  countClientsAsking,
  createResource,
  deleteResource as deleteRow,
  findResourceDetails,
  hasScopeNamed,
  listResources as listRows,
  type ResourceDetails,
  updateResource,
} from "../db/resources";
import { getEnv } from "../env";
import { findOwnResource } from "../oauth/own-resources";
import { normalizeResourceIdentifier } from "../oauth/resource-identifier";
import { type Actor, findActor } from "./authorise";
import { problemsOf } from "./client-metadata";
import { resourceChangesSchema, resourceSchema } from "./resource-metadata";
import { done, type Result, refused } from "./result";

export type RegisterResourceInput = z.input<typeof resourceSchema> & {
  /** a client that exists, to introspect this API's tokens with */
  introspectionClientId?: string | null;
};

/**
 * The actor, when they may register and change APIs: an administrator. What a scope says is what people decide by, so
 * the words come from whoever runs the portal.
 */
export async function findResourceActor(actor: Actor): Promise<Actor | null> {
  const known = await findActor(actor);
  return known?.isAdmin ? known : null;
}

/** Every API, the portal's own included; null for those who may not see them. */
export async function listResources(actor: Actor): Promise<ResourceDetails[] | null> {
  return (await findResourceActor(actor)) ? listRows() : null;
}

/** One API; null when there is none, or the actor may not see it. */
export async function findResource(actor: Actor, resourceId: string): Promise<ResourceDetails | null> {
  return (await findResourceActor(actor)) ? findResourceDetails(resourceId) : null;
}

/** Whether this is the portal's own API: its tokens are made and checked here, so only its words can change. */
export function isOwn(resource: Pick<ResourceDetails, "identifier">): boolean {
  return findOwnResource(resource.identifier, getEnv().issuer) !== null;
}

/** Registers an API with its first scopes, all or nothing. @see RFC 8707 §2 */
export async function registerResource(
  actor: Actor,
  input: RegisterResourceInput,
): Promise<Result<{ resourceId: string }>> {
  const known = await findResourceActor(actor);
  if (!known) return refused("not_found");
  const parsed = resourceSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const { scopes, ...resource } = parsed.data;
  const introspectionClientId = input.introspectionClientId ?? null;
  if (introspectionClientId !== null && !(await findClientDetails(introspectionClientId))) {
    return refused("check_fields", { fields: { introspectionClientId: "client_unknown" } });
  }
  if (await hasUnknownClient(resource.listedClients))
    return refused("check_fields", { fields: { listedClients: "client_unknown" } });
  const normalIdentifier = normalizeResourceIdentifier(resource.identifier);
  const row = { ...resource, normalIdentifier, introspectionClientId, allowsQueryToken: false };
  const created = await createResource(row, scopes);
  if (created === "taken") {
    const names = scopes.map((scope) => scope.name);
    return (await hasScopeNamed(names)) || new Set(names).size < names.length
      ? refused("check_fields", { fields: { scopes: "scope_taken" } })
      : refused("check_fields", { fields: { identifier: "identifier_taken" } });
  }
  const data = { ...resource, scopes: scopes.map((scope) => scope.name) };
  await recordEvent({ type: "resource.registered", outcome: "ok", userId: known.userId, data }, actor.source);
  return done({ resourceId: created.id });
}

async function hasUnknownClient(clientIds: readonly string[]): Promise<boolean> {
  return (await findClientNames([...clientIds])).size < new Set(clientIds).size;
}

/** Changes how an API is called, which apps may ask for it, and how its tokens look; it counts from the next token on. */
export async function changeResource(
  actor: Actor,
  resourceId: string,
  input: z.input<typeof resourceChangesSchema>,
): Promise<Result<null>> {
  const resource = await findResource(actor, resourceId);
  if (!resource) return refused("not_found");
  const parsed = resourceChangesSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  const { allowsQueryToken, ...settings } = parsed.data;
  const { name, listedClients } = settings;
  if (await hasUnknownClient(listedClients ?? [])) {
    return refused("check_fields", { fields: { listedClients: "client_unknown" } });
  }
  // Where a token is read is the API's own matter, so only the portal's own has the switch.
  const changes = isOwn(resource) ? { name, allowsQueryToken } : settings;
  if (!(await updateResource(resourceId, changes))) return refused("not_found");
  const data = { identifier: resource.identifier, ...changes };
  await recordEvent({ type: "resource.changed", outcome: "ok", userId: actor.userId, data }, actor.source);
  return done(null);
}

/** Takes an API and its scopes out of the registry, once no app asks for them. Never the portal's own. */
export async function deleteResource(actor: Actor, resourceId: string): Promise<Result<{ name: string }>> {
  const resource = await findResource(actor, resourceId);
  if (!resource) return refused("not_found");
  if (isOwn(resource)) return refused("api_own");
  if ((await countClientsAsking(resource.scopes.map((scope) => scope.name))) > 0) return refused("api_in_use");
  if (!(await deleteRow(resourceId))) return refused("not_found");
  const { identifier, name } = resource;
  await recordEvent(
    { type: "resource.deleted", outcome: "ok", userId: actor.userId, data: { identifier, name } },
    actor.source,
  );
  return done({ name });
}
