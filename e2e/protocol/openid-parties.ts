import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";
import type { Person, Portal, RegisteredClient } from "../fixtures/portal";
import { errorAddressOf, locationOf, type PlainBrowser } from "./plain-browser";
import { CALLBACK } from "./requests";

/** Every claim that an account can hold. @see OIDC Core §5.1 */
export const CLAIMS = {
  name: "Example User",
  given_name: "Example",
  family_name: "User",
  middle_name: "Middle",
  nickname: "Ex",
  preferred_username: "example",
  profile: "https://example.org/me",
  picture: "https://example.org/me.jpg",
  website: "https://example.org",
  gender: "female",
  birthdate: "1990-01-31",
  zoneinfo: "Europe/Paris",
  locale: "en-GB",
  phone_number: "+1 425 555 0100",
  phone_number_verified: false,
  address: { street_address: "1 Example Street", locality: "Paris", country: "FR" },
};

const [ES256, OTHER] = await Promise.all([generateKeyPair("ES256"), generateKeyPair("ES256")]);

/** The key pair of the client that signs, and one that is nobody's. */
export const CLIENT_KEY = ES256.privateKey;
export const FOREIGN_KEY = OTHER.privateKey;
export const CLIENT_JWK: JWK = { ...(await exportJWK(ES256.publicKey)), kid: "client-key", alg: "ES256", use: "sig" };

/** Clients of OpenID Connect, and a person who has told everything. */
export interface OpenIdParties {
  person: Person;
  /** confidential, PKCE not required, every scope about the person; two redirect URIs */
  openid: RegisteredClient;
  /** the same with pairwise subjects, of another sector each */
  pairwise: [RegisteredClient, RegisteredClient];
  /** private_key_jwt, request objects, signed userinfo */
  signing: RegisteredClient;
}

export async function makeOpenIdParties(portal: Portal): Promise<OpenIdParties> {
  const metadata = {
    client_name: "Acme Calendar",
    redirect_uris: [CALLBACK, `${CALLBACK}?tenant=1`],
    policy_uri: "https://client.example/privacy",
    tos_uri: "https://client.example/terms",
    scope: "openid profile email address phone offline_access",
  };
  const pairwise = { ...metadata, subject_type: "pairwise" };
  const other = { ...pairwise, redirect_uris: ["https://other.example/callback"] };
  return {
    person: await createPerson(portal),
    openid: await portal.createClient(metadata),
    pairwise: [await portal.createClient(pairwise), await portal.createClient(other)],
    signing: await portal.createClient({
      ...metadata,
      redirect_uris: [CALLBACK],
      token_endpoint_auth_method: "private_key_jwt",
      jwks: { keys: [CLIENT_JWK] },
      userinfo_signed_response_alg: "ES256",
      id_token_signed_response_alg: "ES256",
    }),
  };
}

/** A person who has told everything that an account can hold. */
export function createPerson(portal: Portal): Promise<Person> {
  return portal.createUser({ claims: CLAIMS });
}

/** A JWT of a client. */
export function signJwt(
  payload: JWTPayload,
  { key = CLIENT_KEY, header = {} }: { key?: CryptoKey | Uint8Array; header?: Record<string, string> } = {},
): Promise<string> {
  return new SignJWT(payload).setProtectedHeader({ alg: "ES256", kid: "client-key", ...header }).sign(key);
}

/** The parameters of the redirect with which a request is answered without a page. */
export async function answerOf(browser: PlainBrowser, url: string): Promise<URLSearchParams> {
  return new URL(await errorAddressOf(await browser.get(url))).searchParams;
}

/** Where a request leads: a path of the portal, or the client. */
export async function pathOf(browser: PlainBrowser, url: string): Promise<string> {
  const { origin, pathname } = new URL(locationOf(await browser.get(url)));
  return origin + pathname;
}
