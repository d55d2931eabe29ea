export interface ServiceOptions {
  /** of the portal */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** what the service may do, separated by spaces */
  scope: string;
  /** identifier of the API that the tokens are for */
  resource: string;
}

/** Milliseconds before its end from which a token counts as over, so that none expires on its way. */
const MARGIN = 30_000;

/**
 * Gets access tokens for a program that acts for itself. Each token serves until shortly before it expires, and callers
 * who wait at the same time share one request.
 * @see RFC 6749 §4.4, RFC 8707 §2
 */
export function createTokenSource(options: ServiceOptions, now: () => number = Date.now): () => Promise<string> {
  let known: { token: string; usableUntil: number } | null = null;
  let asking: Promise<string> | null = null;

  async function ask(): Promise<string> {
    // RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
    const credentials = [options.clientId, options.clientSecret].map(encodeURIComponent).join(":");
    const response = await fetch(`${options.issuer}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        scope: options.scope,
        resource: options.resource,
      }),
    });
    if (!response.ok) throw new Error(`The portal gave no token: ${response.status} ${await response.text()}`);
    const { access_token, expires_in } = (await response.json()) as { access_token: string; expires_in: number };
    known = { token: access_token, usableUntil: now() + expires_in * 1000 - MARGIN };
    return access_token;
  }

  return async () => {
    if (known && now() < known.usableUntil) return known.token;
    asking ??= ask().finally(() => {
      asking = null;
    });
    return await asking;
  };
}
