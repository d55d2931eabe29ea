import { claimIntrospection } from "../db/resources";
import type { Actor } from "./authorise";
import { registerClient } from "./register-client";
import { findResource } from "./resources";
import { done, type Result, refused } from "./result";
import type { RegisteredClient } from "./store-new-client";

/**
 * Registers the client by which an API asks about its tokens, once; its secret is in this answer and nowhere else.
 * `requestKey` is random per form: a form that is sent twice makes one client.
 * @see RFC 7662 §2.1
 */
export async function createIntrospectionCredentials(
  actor: Actor,
  resourceId: string,
  requestKey?: string,
): Promise<Result<RegisteredClient>> {
  const resource = await findResource(actor, resourceId);
  if (!resource) return refused("not_found");
  if (resource.introspectionClientId !== null) return refused("introspection_there");
  const registered = await registerClient(actor, { name: resource.name, kind: "service", requestKey });
  if (!registered.ok) return registered;
  const isFirst = await claimIntrospection(resourceId, registered.value.clientId);
  return isFirst ? done(registered.value) : refused("introspection_there");
}
