import type { SeenClient } from "../clients/managed-client";
import { getEnv } from "../env";
import { ASSERTION_ALGS, REQUEST_OBJECT_ALGS, SIGNING_ALGS } from "../oauth/algorithms";
import { AUTH_METHODS } from "../oauth/client/members";
import { listResponseTypes } from "../oauth/client/response-types";
import { FEATURES } from "../oauth/features";
import { listGrantTypes } from "../oauth/token/grant-types";
import { findCodeProtection } from "./code-protection";

/** The choices in a client's settings, and what its sign-ins suggest. */
export async function findOfferedSettings(managed: SeenClient, now: Date = new Date()) {
  const { client } = managed;
  const env = getEnv();
  const protection = await findCodeProtection(managed, now);
  // Nobody signs in to a service, which has no redirect URIs either.
  const isService = client.kind === "service";
  const responseTypes = withRegistered(isService ? [] : listResponseTypes(env), client.responseTypes);
  const grantTypes = isService ? ["client_credentials"] : listGrantTypes({ ...env, features: FEATURES });
  return {
    grantTypes: withRegistered(grantTypes, client.grantTypes),
    // With one type, which every sign-in has, there is nothing to choose.
    responseTypes: responseTypes.length > 1 ? responseTypes : [],
    methods: AUTH_METHODS,
    assertionAlgs: ASSERTION_ALGS,
    signingAlgs: SIGNING_ALGS,
    requestObjectAlgs: REQUEST_OBJECT_ALGS,
    isPkceForAll: env.requirePkce === "all",
    weakSignIns: protection.weakSignIns,
    pkceSignIns: protection.pkceSignIns,
  };
}

/** A registered value is shown even if it is no longer offered, so that saving does not remove it unnoticed. */
function withRegistered(offered: readonly string[], registered: readonly string[]): string[] {
  return [...new Set([...offered, ...registered])];
}
