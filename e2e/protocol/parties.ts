import type { Person, Portal, RegisteredClient } from "../fixtures/portal";
import { CALLBACK, SIGNED_OUT } from "./requests";

/** One client of each kind, and a person, made once for all tests of a worker. */
export interface Parties {
  person: Person;
  /** confidential, client_secret_basic, code and refresh and client_credentials */
  web: RegisteredClient;
  /** another of the same */
  other: RegisteredClient;
  /** public, so that its refresh tokens rotate */
  spa: RegisteredClient;
  /** confidential, client_secret_post */
  post: RegisteredClient;
}

export async function makeParties(portal: Portal): Promise<Parties> {
  const web = {
    client_name: "Acme Calendar",
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: [SIGNED_OUT],
    grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    scope: "openid profile email offline_access account:read clients:read",
    token_endpoint_auth_method: "client_secret_basic",
    require_pkce: true,
    id_token_signed_response_alg: "ES256",
  };
  const spa = { token_endpoint_auth_method: "none", grant_types: ["authorization_code", "refresh_token"] };
  return {
    person: await portal.createUser(),
    web: await portal.createClient(web),
    other: await portal.createClient({ ...web, client_name: "Other" }),
    spa: await portal.createClient({ ...web, ...spa, client_name: "In the browser" }),
    post: await portal.createClient({ ...web, token_endpoint_auth_method: "client_secret_post" }),
  };
}
