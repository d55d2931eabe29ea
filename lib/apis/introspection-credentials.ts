import type { Actor } from "../auth/actor";
import { registerClient } from "../clients/register-client";
import { done, type Result, refused } from "../clients/result";
import type { RegisteredClient } from "../clients/store-new-client";
import { claimIntrospection } from "../db/clients/apis";
import { findApi } from "./registered-apis";

/**
 * Registers, once, the client with which an API introspects its tokens. Its secret is in this answer and nowhere else.
 * `requestKey` is random per form: a form that is sent twice makes one client.
 * @see RFC 7662 §2.1
 */
export async function createIntrospectionCredentials(
  actor: Actor,
  apiId: string,
  requestKey?: string,
): Promise<Result<RegisteredClient>> {
  const api = await findApi(actor, apiId);
  if (!api) return refused("not_found");
  if (api.introspectionClientId !== null) return refused("introspection_there");
  const registered = await registerClient(actor, { name: api.name, kind: "service", requestKey });
  if (!registered.ok) return registered;
  const isFirst = await claimIntrospection(apiId, registered.value.clientId);
  return isFirst ? done(registered.value) : refused("introspection_there");
}
