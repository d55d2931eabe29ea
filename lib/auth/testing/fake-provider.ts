import { createHash } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import type { GuardedDownload } from "@/lib/http/safe-fetch";
import { SafeFetchError } from "@/lib/http/safe-fetch";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** What the provider says of whoever signs in there. */
export interface ProviderClaims {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  auth_time?: number;
}

/**
 * An OpenID provider that answers what a test wants: it checks the code, PKCE, the redirect URI and the secret as it
 * should, and signs whatever it is told to.
 */
export class FakeProvider {
  readonly clientId = "portal-at-provider";
  readonly clientSecret = "the secret of the portal: there/+";
  claims: ProviderClaims = { sub: "person-1" };
  /** overwrites members of the ID token */
  lies: Record<string, unknown> = {};
  /** overwrites members of the discovery document */
  documentLies: Record<string, unknown> = {};
  isDown = false;
  /** how often the token endpoint was asked */
  exchanges = 0;
  #keys: Promise<Keys> = generateKeyPair("ES256");
  readonly #codes = new Map<string, { nonce: string; challenge: string; redirectUri: string }>();

  constructor(readonly issuer = "https://provider.example") {}

  /** Signs with a key that it does not publish from now on. */
  useStrangeKey(): void {
    const published = this.#keys;
    this.#publishes = published;
    this.#keys = generateKeyPair("ES256");
  }

  #publishes: Promise<Keys> | null = null;

  /** Somebody arrives there and signs in. @returns where they are sent back to */
  signIn(location: string, iss = this.issuer): string {
    const asked = new URL(location).searchParams;
    const code = `code-${this.#codes.size + 1}`;
    const redirectUri = asked.get("redirect_uri") ?? "";
    this.#codes.set(code, {
      nonce: asked.get("nonce") ?? "",
      challenge: asked.get("code_challenge") ?? "",
      redirectUri,
    });
    const back = new URLSearchParams({ code, state: asked.get("state") ?? "", iss });
    return `${redirectUri}?${back}`;
  }

  /** Somebody arrives there and declines. @returns where they are sent back to */
  decline(location: string): string {
    const asked = new URL(location).searchParams;
    const back = new URLSearchParams({ error: "access_denied", state: asked.get("state") ?? "", iss: this.issuer });
    return `${asked.get("redirect_uri")}?${back}`;
  }

  readonly download: GuardedDownload = async (url, { headers = {}, body = "" } = {}) => {
    if (this.isDown) throw new SafeFetchError("provider.example could not be reached.");
    switch (new URL(url).pathname) {
      case "/.well-known/openid-configuration":
        return json({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["ES256"],
          authorization_response_iss_parameter_supported: true,
          ...this.documentLies,
        });
      case "/jwks": {
        const { publicKey } = await (this.#publishes ?? this.#keys);
        return json({ keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256", use: "sig" }] });
      }
      case "/token":
        this.exchanges += 1;
        return await this.#exchange(new URLSearchParams(body), headers.authorization ?? "");
      default:
        return json({ error: "not_found" }, 404);
    }
  };

  async #exchange(sent: URLSearchParams, authorization: string) {
    const code = sent.get("code") ?? "";
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    const challenge = createHash("sha256")
      .update(sent.get("code_verifier") ?? "")
      .digest("base64url");
    const isRight =
      found?.challenge === challenge &&
      found.redirectUri === sent.get("redirect_uri") &&
      readBasic(authorization) === JSON.stringify([this.clientId, this.clientSecret]);
    if (!isRight) return json({ error: "invalid_grant" }, 400);
    const { privateKey } = await this.#keys;
    const idToken = await new SignJWT({ ...this.claims, nonce: found.nonce, ...this.lies })
      .setProtectedHeader({ alg: "ES256", kid: "one" })
      .setIssuer(typeof this.lies.iss === "string" ? this.lies.iss : this.issuer)
      .setAudience(typeof this.lies.aud === "string" ? this.lies.aud : this.clientId)
      .setIssuedAt()
      .setExpirationTime("5 minutes")
      .sign(privateKey);
    return json({ access_token: "an access token", token_type: "Bearer", expires_in: 60, id_token: idToken });
  }
}

/** @see RFC 6749 §2.3.1: both are form-encoded first */
function readBasic(authorization: string): string {
  const parts = Buffer.from(authorization.slice("Basic ".length), "base64").toString().split(":");
  return JSON.stringify(parts.map((part) => decodeURIComponent(part.replaceAll("+", "%20"))));
}

function json(value: unknown, status = 200) {
  return { status, mediaType: "application/json", bytes: Buffer.from(JSON.stringify(value)) };
}
