import type { ClientDetails } from "../db/clients";
import { getEnv } from "../env";
import { listResponseTypes } from "../oauth/authorize/response-types";
import { ASSERTION_ALGS } from "../oauth/client-assertion";
import { AUTH_METHODS } from "../oauth/client-authentication";
import { REQUEST_OBJECT_ALGS } from "../oauth/client-jwt";
import { SIGNING_ALGS } from "../oauth/own-jwt";
import { listGrantTypes } from "../oauth/token/handle-request";
import type { Actor } from "./authorise";
import { findCodeProtection } from "./code-protection";

/** What there is to choose from in a client's settings, and what its sign-ins suggest. */
export async function findOfferedSettings(actor: Actor, client: ClientDetails, now: Date = new Date()) {
  const env = getEnv();
  const protection = await findCodeProtection(actor, client.clientId, now);
  // Nobody signs in to a service, which has no redirect URIs either.
  const isService = client.kind === "service";
  const responseTypes = withRegistered(isService ? [] : listResponseTypes(env), client.responseTypes);
  const grantTypes = isService ? ["client_credentials"] : listGrantTypes(env);
  return {
    grantTypes: withRegistered(grantTypes, client.grantTypes),
    // With one type, which every sign-in has, there is nothing to choose.
    responseTypes: responseTypes.length > 1 ? responseTypes : [],
    methods: AUTH_METHODS,
    assertionAlgs: ASSERTION_ALGS,
    signingAlgs: SIGNING_ALGS,
    requestObjectAlgs: REQUEST_OBJECT_ALGS,
    isPkceForAll: env.requirePkce === "all",
    weakSignIns: protection?.weakSignIns ?? 0,
    pkceSignIns: protection?.pkceSignIns ?? null,
  };
}

/** What is registered is shown even when it is not offered any more, so that saving does not take it away unseen. */
function withRegistered(offered: readonly string[], registered: readonly string[]): string[] {
  return [...new Set([...offered, ...registered])];
}
