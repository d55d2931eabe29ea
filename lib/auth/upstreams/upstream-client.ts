import * as oidc from "openid-client";
import { z } from "zod";
import { BoundedMap } from "@/lib/bounded-map";
import { isMailAddress, normalizeEmail } from "@/lib/db/people/mail-address";
import type { Upstream } from "@/lib/db/people/upstreams";
import { getEnv } from "@/lib/env";
import { downloadUpstream, type GuardedDownload, SafeFetchError } from "@/lib/http/safe-fetch";
import { openUpstreamSecret } from "@/lib/keys/upstream-encryption";
import { log } from "@/lib/log/log.mjs";
import { removeHiddenCharacters } from "@/lib/oauth/client/name-characters";
import { parseForeignJson } from "@/lib/oauth/wire/json";
import { type ClaimedAccount, type OAuthPreset, type OpenIdPreset, presetOf, type ReadApi } from "./presets";

/** Why an upstream did not say who somebody is: they declined there, it does not answer, or its answer is not right. */
export type UpstreamFault = "denied" | "down" | "wrong";

/** An upstream did not say who somebody is. The message is for the operator's log. */
export class UpstreamError extends Error {
  override name = "UpstreamError";

  constructor(
    readonly fault: UpstreamFault,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Somebody's account at an upstream, as this sign-in has proved it. */
export interface UpstreamAccount {
  issuer: string;
  subject: string;
  /** in the form of `normalizeEmail`; null: none that mail can be sent to */
  email: string | null;
  isEmailVerified: boolean;
  name: string | null;
  /** what its person knows it by; null: it says nothing */
  label: string | null;
  /** when they last proved there who they are; null: it does not say */
  authenticatedAt: Date | null;
}

/** What binds an answer to the sign-in that asked for it. */
export interface UpstreamSecrets {
  state: string;
  nonce: string;
  /** of PKCE. @see RFC 7636 §4.1 */
  verifier: string;
}

/** New ones, for one sign-in. */
export function newUpstreamSecrets(): UpstreamSecrets {
  return { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
}

/** Where an upstream sends people back to: an address of its own for each, so that no other can answer. @see RFC 9700 §4.4 */
export function redirectUriOf({ upstreamId }: Pick<Upstream, "upstreamId">): string {
  return `${getEnv().issuer}/login/upstream/${upstreamId}/callback`;
}

/** Seconds for which what an upstream's discovery document says is remembered, with its keys. */
const DISCOVERY_LIFETIME = 600;

/** Seconds for one request to an upstream; its person waits for it. */
const TIMEOUT = 5;

/** How the portal speaks with upstreams, through the guarded fetch. */
export class UpstreamClient {
  readonly #download: GuardedDownload;
  readonly #configurations = new BoundedMap<string, { configuration: Promise<oidc.Configuration>; until: number }>(40);

  constructor({ download }: { download: GuardedDownload }) {
    this.#download = download;
  }

  /**
   * The address at the upstream where somebody proves who they are.
   * @param loginHint the address that they typed. @see OIDC Core §3.1.2.1 (`login_hint`)
   * @param isAnew they have to prove it now, even if they are signed in there. @see OIDC Core §3.1.2.1 (`prompt`, `max_age`)
   * @throws {UpstreamError}
   */
  async begin(
    upstream: Upstream,
    { state, nonce, verifier }: UpstreamSecrets,
    { loginHint, isAnew }: { loginHint: string | null; isAnew: boolean },
  ): Promise<URL> {
    const preset = presetOf(upstream);
    return await this.#answered(upstream, async () => {
      const configuration = await this.#configure(upstream);
      const scopes = upstream.scopes.length > 0 ? upstream.scopes : preset.scopes;
      return oidc.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUriOf(upstream),
        state,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        ...(scopes.length > 0 && { scope: scopes.join(" ") }),
        ...(preset.kind === "openid" && { nonce }),
        ...(preset.kind === "openid" && loginHint !== null && { login_hint: loginHint }),
        ...(preset.kind === "openid" && isAnew && { prompt: "login", max_age: "0" }),
      });
    });
  }

  /**
   * Who came back from an upstream: checks its answer, and has it exchange the code for a signed ID token or for access to
   * its API.
   * @param query of the address that the browser came back to
   * @throws {UpstreamError}
   * @see RFC 9207 §2.4 (`iss`), OIDC Core §3.1.3.7
   */
  async finish(upstream: Upstream, secrets: UpstreamSecrets, query: URLSearchParams): Promise<UpstreamAccount> {
    const preset = presetOf(upstream);
    const answer = new URL(redirectUriOf(upstream));
    answer.search = query.toString();
    const checks = { expectedState: secrets.state, pkceCodeVerifier: secrets.verifier };
    return await this.#answered(upstream, async () => {
      const configuration = await this.#configure(upstream);
      if (preset.kind === "oauth") {
        const tokens = await oidc.authorizationCodeGrant(configuration, answer, checks);
        const claimed = await preset.readAccount(this.#apiReader(tokens.access_token));
        return toAccount({ ...claimed, issuer: preset.issuer, authenticatedAt: null });
      }
      const tokens = await oidc.authorizationCodeGrant(configuration, answer, {
        ...checks,
        expectedNonce: secrets.nonce,
        idTokenExpected: true,
      });
      return await readIdToken(configuration, tokens, preset);
    });
  }

  /** Whether there is an OpenID provider at this issuer. */
  async canDiscover(upstream: Pick<Upstream, "upstreamId" | "preset" | "issuer" | "clientId">): Promise<boolean> {
    const preset = presetOf(upstream);
    const issuer = upstream.issuer ?? preset.issuer;
    if (preset.kind === "oauth" || issuer === null) return true;
    try {
      await this.#answered(upstream, () => this.#discover(issuer, upstream.clientId, oidc.None()));
      return true;
    } catch (error) {
      if (error instanceof UpstreamError) return false;
      throw error;
    }
  }

  async #configure(upstream: Upstream): Promise<oidc.Configuration> {
    const preset = presetOf(upstream);
    const issuer = upstream.issuer ?? preset.issuer ?? "";
    const key = JSON.stringify([upstream.upstreamId, issuer, upstream.clientId, upstream.secretJwe]);
    const known = this.#configurations.get(key);
    if (known && known.until > Date.now()) return await known.configuration;
    const configuration = this.#makeConfiguration(upstream, preset, issuer);
    this.#configurations.set(key, { configuration, until: Date.now() + DISCOVERY_LIFETIME * 1000 });
    return await configuration.catch((error: unknown) => {
      this.#configurations.delete(key);
      throw error;
    });
  }

  async #makeConfiguration(upstream: Upstream, preset: OpenIdPreset | OAuthPreset, issuer: string) {
    const authenticate = authenticateBy(await openUpstreamSecret(upstream.secretJwe));
    if (preset.kind === "openid") return await this.#discover(issuer, upstream.clientId, authenticate);
    const { authorizationEndpoint, tokenEndpoint } = preset;
    const server = { issuer, authorization_endpoint: authorizationEndpoint, token_endpoint: tokenEndpoint };
    const configuration = new oidc.Configuration(server, upstream.clientId, undefined, authenticate);
    configuration[oidc.customFetch] = this.#fetch;
    configuration.timeout = TIMEOUT;
    return configuration;
  }

  /** @see OpenID Connect Discovery 1.0 §4.3: the document has to name the very issuer */
  async #discover(issuer: string, clientId: string, authenticate: oidc.ClientAuth): Promise<oidc.Configuration> {
    const options = { [oidc.customFetch]: this.#fetch, timeout: TIMEOUT };
    const configuration = await oidc.discovery(new URL(issuer), clientId, undefined, authenticate, options);
    // The signature is checked as well, though the token comes from the provider itself.
    oidc.enableNonRepudiationChecks(configuration);
    return configuration;
  }

  readonly #fetch: oidc.CustomFetch = async (url, { method, headers, body }) => {
    if (method !== "GET" && method !== "POST")
      throw new Error(`Upstreams are asked by GET and POST, not by ${method}.`);
    const sent = typeof body === "string" ? body : body instanceof URLSearchParams ? body.toString() : undefined;
    const { status, mediaType, bytes } = await this.#download(url, {
      method,
      headers: Object.fromEntries(new Headers(headers)),
      ...(sent !== undefined && { body: sent }),
    });
    const isEmpty = status === 204 || status === 205;
    const type: Record<string, string> = mediaType === "" ? {} : { "content-type": mediaType };
    return new Response(isEmpty ? null : new Uint8Array(bytes), { status, headers: type });
  };

  #apiReader(accessToken: string): ReadApi {
    return async (url) => {
      const headers = { authorization: `Bearer ${accessToken}`, accept: "application/json" };
      const { status, bytes } = await this.#download(url, { headers });
      if (status !== 200) throw new UpstreamError(status >= 500 ? "down" : "wrong", `${url} answered ${status}.`);
      return parseForeignJson(bytes.toString("utf8"));
    };
  }

  /** Every failure as one of the faults, with a line in the operator's log that says what it was. */
  async #answered<T>({ upstreamId }: Pick<Upstream, "upstreamId">, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      const found = error instanceof UpstreamError ? error : toUpstreamError(error);
      if (found.fault !== "denied")
        log.warn(`The upstream ${upstreamId} did not say who somebody is: ${found.message}`);
      throw found;
    }
  }
}

/** As the provider's document allows it, by its own default otherwise. @see OIDC Discovery §3 */
function authenticateBy(secret: string): oidc.ClientAuth {
  const [basic, post] = [oidc.ClientSecretBasic(secret), oidc.ClientSecretPost(secret)];
  return (server, ...rest) => {
    // The services that are known by a preset publish no document, and take it in the body.
    const isDiscovered = typeof server.jwks_uri === "string";
    const methods = server.token_endpoint_auth_methods_supported ?? (isDiscovered ? ["client_secret_basic"] : []);
    return (methods.includes("client_secret_basic") ? basic : post)(server, ...rest);
  };
}

type Tokens = Awaited<ReturnType<typeof oidc.authorizationCodeGrant>>;

const claimsSchema = z.object({
  email: z.string().optional(),
  // Some providers write it as a text.
  email_verified: z.union([z.boolean(), z.enum(["true", "false"]).transform((said) => said === "true")]).optional(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  nickname: z.string().optional(),
});

async function readIdToken(configuration: oidc.Configuration, tokens: Tokens, preset: OpenIdPreset) {
  const claims = tokens.claims();
  if (!claims) throw new UpstreamError("wrong", "there is no ID token");
  const isSilent = claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined;
  // @see OIDC Core §5.3.2: the sub has to be that of the ID token, which the library checks.
  const more = isSilent ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
  const said = claimsSchema.parse({ ...more, ...claims });
  const { auth_time: authTime } = claims;
  return toAccount({
    issuer: claims.iss,
    subject: claims.sub,
    email: said.email ?? null,
    isEmailVerified: preset.isMailBelieved && said.email_verified === true,
    name: said.name ?? null,
    nickname: said.preferred_username ?? said.nickname ?? null,
    authenticatedAt: typeof authTime === "number" ? new Date(authTime * 1000) : null,
  });
}

/** Characters of a subject. @see OIDC Core §2 (`sub`) */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;

function toAccount({
  email: said,
  name,
  nickname,
  isEmailVerified,
  ...account
}: ClaimedAccount & Pick<UpstreamAccount, "issuer" | "authenticatedAt">): UpstreamAccount {
  if (!SUBJECT.test(account.subject))
    throw new UpstreamError("wrong", "the sub is no text of 1 to 255 ASCII characters");
  const email = said === null ? null : normalizeEmail(said);
  const address = email !== null && isMailAddress(email) ? email : null;
  const known = { name: toLine(name, 100), nickname: toLine(nickname, 100) };
  return {
    ...account,
    email: address,
    isEmailVerified: isEmailVerified && address !== null,
    name: known.name,
    label: address ?? known.nickname ?? known.name,
  };
}

/** One line of at most so many characters; null: nothing is left of it. */
function toLine(text: string | null, limit: number): string | null {
  return [...removeHiddenCharacters(text ?? "")].slice(0, limit).join("").trim() || null;
}

function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof oidc.AuthorizationResponseError) {
    const fault =
      error.error === "access_denied" ? "denied" : error.error === "temporarily_unavailable" ? "down" : "wrong";
    return new UpstreamError(fault, `it answered ${toLine(error.error, 60)}`, { cause: error });
  }
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SafeFetchError || cause.name === "TimeoutError") {
      return new UpstreamError("down", cause.message, { cause: error });
    }
  }
  return new UpstreamError("wrong", toLine(describe(error), 300) ?? "unknown", { cause: error });
}

/** For the operator. Whoever runs the upstream chooses some of these words. */
function describe(error: unknown): string {
  if (error instanceof oidc.ResponseBodyError) return `it answered ${error.error} ${error.error_description ?? ""}`;
  if (!(error instanceof Error)) return String(error);
  return "code" in error ? `${error.message} (${error.code})` : error.message;
}

/** For this process, through the guarded fetch. */
const guarded = new UpstreamClient({ download: downloadUpstream });

let current = guarded;

/** The client of this process, or the one that a test has set. */
export function getUpstreamClient(): UpstreamClient {
  return current;
}

/** For tests: another one; null: that of this process again. */
export function setUpstreamClient(client: UpstreamClient | null): void {
  current = client ?? guarded;
}
