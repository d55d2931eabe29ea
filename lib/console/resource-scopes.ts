import type { z } from "zod";
import { recordEvent } from "../db/audit-events";
import { createScope, updateScope } from "../db/resources";
import type { Actor } from "./authorise";
import { problemsOf } from "./client-metadata";
import { scopeSchema, scopeWordsSchema } from "./resource-metadata";
import { findResource, isOwn } from "./resources";
import { done, type Result, refused } from "./result";

/** Adds a scope to an API. Apps can ask for it at once. */
export async function addScope(
  actor: Actor,
  resourceId: string,
  input: z.input<typeof scopeSchema>,
): Promise<Result<null>> {
  const resource = await findResource(actor, resourceId);
  if (!resource) return refused("not_found");
  // What the portal's own API answers is written in its code, scope by scope.
  if (isOwn(resource)) return refused("api_own_scopes");
  const parsed = scopeSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  if (!(await createScope(resourceId, parsed.data))) return refused("scope_taken", { fields: { name: "scope_taken" } });
  await record("scope.created", actor, resource.identifier, parsed.data);
  return done(null);
}

/** Changes what people read about a scope and who may ask for it; its name stays for ever. */
export async function changeScope(
  actor: Actor,
  resourceId: string,
  name: string,
  input: z.input<typeof scopeWordsSchema>,
): Promise<Result<null>> {
  const resource = await findResource(actor, resourceId);
  if (!resource) return refused("not_found");
  const parsed = scopeWordsSchema.safeParse(input);
  if (!parsed.success) return refused("check_fields", { fields: problemsOf(parsed.error) });
  if (!(await updateScope(resourceId, name, parsed.data))) return refused("unknown_scope");
  await record("scope.changed", actor, resource.identifier, { name, ...parsed.data });
  return done(null);
}

/**
 * Retires a scope, or brings it back. A retired one is not given to anybody any more, and apps that name it go without
 * it; tokens that have it keep it until they expire.
 */
export async function retireScope(
  actor: Actor,
  resourceId: string,
  name: string,
  isRetired: boolean,
  now: Date = new Date(),
): Promise<Result<null>> {
  const resource = await findResource(actor, resourceId);
  if (!resource) return refused("not_found");
  if (isOwn(resource)) return refused("api_own_scopes");
  const retiredAt = isRetired ? now : null;
  if (!(await updateScope(resourceId, name, { retiredAt }))) return refused("unknown_scope");
  await record(isRetired ? "scope.retired" : "scope.restored", actor, resource.identifier, { name });
  return done(null);
}

async function record(type: string, actor: Actor, identifier: string, scope: object): Promise<void> {
  await recordEvent({ type, outcome: "ok", userId: actor.userId, data: { identifier, scope } }, actor.source);
}
