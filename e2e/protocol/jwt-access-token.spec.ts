import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { ExampleApp } from "../fixtures/example-apps";
import { expect, test } from "../fixtures/test";
import { type Answer, basic, post, send } from "./requests";

/** The parts of a compact JWS. @see RFC 7515 §3.1 */
function readJwt(token: string): { header: Record<string, unknown>; payload: JWTPayload } {
  const [header, payload] = token
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString("utf8")));
  return { header, payload };
}

const toPart = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

test("an API that checks JWT access tokens by the portal's keys serves the good ones and says why it refuses the others (RFC 9068 §4)", async ({
  portal,
  jwtApi: api,
}) => {
  const brief = await ExampleApp.reserve("calendar-api");
  const briefly = await portal.createApi({
    identifier: brief.url,
    name: "A calendar with tokens of one second",
    token_format: "jwt",
    access_token_ttl: 1,
    // It has no scopes of its own.
    client_policy: "open",
  });
  await brief.start({
    PORTICO_ISSUER: portal.url,
    CALENDAR_API_RESOURCE: brief.url,
    CLIENT_ID: briefly.introspection_client_id,
    CLIENT_SECRET: briefly.introspection_client_secret,
  });
  const client = await portal.createClient({
    client_name: "Nightly export",
    grant_types: ["client_credentials"],
    scope: "jwt_calendar:read jwt_calendar:write",
  });
  const getToken = async (fields: Record<string, string>) => {
    const { body } = await post(portal, "/oauth/token", { grant_type: "client_credentials", ...fields }, basic(client));
    return String(body.access_token);
  };
  const call = (token: string, method = "GET", at: ExampleApp = api): Promise<Answer> => {
    return send(`${at.url}/events`, { method, headers: { authorization: `Bearer ${token}` } });
  };
  const challengeOf = ({ headers }: Answer) => headers.get("www-authenticate") ?? "";

  try {
    const good = await getToken({ resource: api.url, scope: "jwt_calendar:read" });
    const { header, payload } = readJwt(good);

    await test.step("right signature, audience and scope: served", async () => {
      expect(header).toMatchObject({ typ: "at+jwt", alg: "RS256", kid: expect.any(String) });
      expect(payload).toMatchObject({ iss: portal.url, aud: api.url, scope: "jwt_calendar:read" });
      const answer = await call(good);
      expect([answer.status, Array.isArray(answer.body.events)]).toEqual([200, true]);
    });

    await test.step("without the scope: 403, and which scope to get (RFC 6750 §3.1)", async () => {
      const answer = await call(good, "POST");
      expect(answer.status).toBe(403);
      expect(challengeOf(answer)).toContain('error="insufficient_scope"');
      expect(challengeOf(answer)).toContain('scope="jwt_calendar:write"');
    });

    const foreign = await generateKeyPair("ES256");
    const sign = (claims: JWTPayload, key: CryptoKey | Uint8Array, changes: Record<string, unknown> = {}) =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: "ES256", ...changes }).sign(key);
    const [head, body, signature] = good.split(".");
    const publicKey = JSON.stringify(await exportJWK(foreign.publicKey));
    const forged: [name: string, token: string][] = [
      ["for another API", await getToken({ resource: brief.url })],
      ["for the portal itself", await getToken({ resource: portal.url })],
      ["signed by a stranger under the portal's kid", await sign(payload, foreign.privateKey)],
      [
        "with a key of its own in the header (RFC 7515 §4.1.3)",
        await sign(payload, foreign.privateKey, {
          jwk: JSON.parse(publicKey),
        }),
      ],
      [
        "signed with a public key as if it were a secret",
        await sign(payload, new TextEncoder().encode(publicKey), {
          alg: "HS256",
        }),
      ],
      ["alg none", `${toPart({ ...header, alg: "none" })}.${body}.`],
      [
        "its scope widened",
        `${head}.${toPart({ ...payload, scope: "jwt_calendar:read jwt_calendar:write" })}.${signature}`,
      ],
      ["an ID token's type", await sign(payload, foreign.privateKey, { typ: "JWT" })],
      ["no JWT at all", "a.b.c"],
    ];
    for (const [name, token] of forged) {
      await test.step(`${name}: 401 invalid_token`, async () => {
        const answer = await call(token);
        expect(answer.status).toBe(401);
        expect(challengeOf(answer)).toContain('error="invalid_token"');
        // RFC 9728 §5.1: where to learn which portal to ask.
        expect(challengeOf(answer)).toContain(`resource_metadata="${api.url}/.well-known/oauth-protected-resource"`);
      });
    }

    await test.step("no token: 401 without an error code (RFC 6750 §3.1)", async () => {
      const answer = await send(`${api.url}/events`);
      expect(answer.status).toBe(401);
      expect(challengeOf(answer)).not.toContain("error=");
    });

    await test.step("expired: known while it lives, refused as soon as it does not", async () => {
      const token = await getToken({ resource: brief.url });
      const { iat, exp } = readJwt(token).payload;
      expect(Number(exp) - Number(iat)).toBe(1);
      await expect(async () => {
        const answer = await call(token, "GET", brief);
        expect(answer.status).toBe(401);
        expect(challengeOf(answer)).toContain('error="invalid_token"');
      }).toPass({ intervals: [200], timeout: 10_000 });
      // The same API still knows a new one: it was the age. It carries no scope, and is told so.
      const fresh = await call(await getToken({ resource: brief.url }), "GET", brief);
      expect(fresh.status).toBe(403);
    });
  } finally {
    await brief.stop();
  }
});
