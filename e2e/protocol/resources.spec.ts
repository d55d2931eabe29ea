import type { RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { errorAddressOf, locationOf } from "./plain-browser";
import { authorizeUrl, basic, CALLBACK, introspect, post, redeem, refresh, send, userinfo } from "./requests";

/** A value of a WWW-Authenticate header. @see RFC 9110 §11.6.1 */
const readChallenge = (headers: Headers, name: string) =>
  new RegExp(`${name}="([^"]*)"`).exec(headers.get("www-authenticate") ?? "")?.[1] ?? "";

const events = (apiUrl: string, token?: string, event?: object) =>
  send(`${apiUrl}/events`, {
    method: event ? "POST" : "GET",
    headers: { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) },
    ...(event && { body: JSON.stringify(event) }),
  });

test("a program that knows only an API's address finds the portal, registers, and gets a token, and more when the API asks for it (MCP authorization; RFC 9728, 8414, 7591, 8707, 6750)", async ({
  portal,
  plainBrowser,
  jwtApi: api,
  parties: { person },
}) => {
  const refused = await events(api.url);
  expect(refused.status).toBe(401);
  const resource = await send(readChallenge(refused.headers, "resource_metadata"));
  const [issuer] = resource.body.authorization_servers as string[];
  const { body: server } = await send(`${issuer}/.well-known/oauth-authorization-server`);

  // RFC 7591 §2: scope is optional, and who registers does not know yet which scopes there are.
  const callback = "http://127.0.0.1:41999/callback";
  const registered = await send(String(server.registration_endpoint), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_name: "Agent",
      redirect_uris: [callback],
      grant_types: ["authorization_code", "refresh_token"],
      token_endpoint_auth_method: "none",
    }),
  });
  expect(registered.status).toBe(201);
  const client = registered.body as unknown as RegisteredClient;

  // Programs write the identifier as URL.href does, with the slash of the empty path (RFC 3986 §6.2.3).
  const named = new URL(String(resource.body.resource)).href;
  const signIn = async (scope: string) => {
    const url = authorizeUrl(portal, client, { redirect_uri: callback, scope, resource: named });
    const answer = await plainBrowser.authorize(url, person);
    const code = answer.searchParams.get("code") ?? "";
    return (await redeem(portal, client, code, { redirect_uri: callback, resource: named })).body;
  };
  const first = await signIn("jwt_calendar:read");
  expect(first).toMatchObject({ scope: "jwt_calendar:read", refresh_token: expect.any(String) });
  const [, payload = ""] = String(first.access_token).split(".");
  // RFC 8707 §2: for that API alone, as it is registered.
  expect(JSON.parse(Buffer.from(payload, "base64url").toString()).aud).toBe(api.url);
  expect((await events(api.url, String(first.access_token))).status).toBe(200);
  expect((await userinfo(portal, String(first.access_token))).status).toBe(401);

  const event = { title: "Lunch", startsAt: "2026-05-04T12:00:00Z" };
  const short = await events(api.url, String(first.access_token), event);
  expect([short.status, readChallenge(short.headers, "error")]).toEqual([403, "insufficient_scope"]);

  const more = await signIn(`jwt_calendar:read ${readChallenge(short.headers, "scope")}`);
  expect((await events(api.url, String(more.access_token), event)).status).toBe(201);
  const again = await refresh(portal, client, String(more.refresh_token), { resource: named });
  expect((await events(api.url, String(again.body.access_token), event)).status).toBe(201);
});

test.describe("an API is allowed like a scope (RFC 8707 §2, RFC 9068 §5)", () => {
  const client = (name: string, values: Record<string, unknown> = {}) => ({
    client_name: name,
    redirect_uris: [CALLBACK],
    grant_types: ["authorization_code", "refresh_token", "client_credentials"],
    scope: "openid offline_access",
    ...values,
  });
  const api = (name: string, values: Record<string, unknown> = {}) => ({
    identifier: `https://${name}.example`,
    name: `The ${name} API`,
    scopes: [{ name: `${name}:read`, title: `Read your ${name}` }],
    ...values,
  });

  test("an app that has no scope of it gets no token for it, neither of its own nor for a person", async ({
    portal,
    plainBrowser,
  }) => {
    const { identifier } = await portal.createApi(api("closed"));
    const app = await portal.createClient(client("No scope of it"));
    const own = await post(
      portal,
      "/oauth/token",
      { grant_type: "client_credentials", resource: identifier },
      basic(app),
    );
    expect([own.status, own.body.error]).toEqual([400, "invalid_target"]);
    const asked = await plainBrowser.get(authorizeUrl(portal, app, { scope: "openid", resource: identifier }));
    expect(new URL(await errorAddressOf(asked)).searchParams.get("error")).toBe("invalid_target");
  });

  test("one that may is asked about by its name, when it is added, and never in silence", async ({
    portal,
    plainBrowser,
    parties: { person },
  }) => {
    const { identifier, name } = await portal.createApi(api("open", { client_policy: "open" }));
    const app = await portal.createClient(client("Any app"));
    await plainBrowser.authorize(authorizeUrl(portal, app, { scope: "openid" }), person);
    const silent = { scope: "openid", resource: identifier, prompt: "none" };
    const errorOf = async () => {
      const answer = await plainBrowser.get(authorizeUrl(portal, app, silent));
      return new URL(locationOf(answer)).searchParams.get("error");
    };
    expect(await errorOf()).toBe("consent_required");

    const asked = authorizeUrl(portal, app, { scope: "openid", resource: identifier });
    const page = locationOf(await plainBrowser.get(asked));
    expect(await (await plainBrowser.get(page)).text()).toContain(`Use ${name} as you`);
    const answer = new URL(await plainBrowser.answer(page, "allow"));
    const tokens = await redeem(portal, app, answer.searchParams.get("code") ?? "");
    expect((await introspect(portal, app, String(tokens.body.access_token))).body).toMatchObject({ aud: identifier });
    expect(await errorOf()).toBeNull();
  });

  test("its introspection credentials tell it of its own tokens, and of no others", async ({ portal }) => {
    const [one, two] = [await portal.createApi(api("one")), await portal.createApi(api("two"))];
    const scope = "one:read two:read";
    const app = await portal.createClient(client("Two APIs", { scope, grant_types: ["client_credentials"] }));
    const get = async (resource: unknown) => {
      const form = { grant_type: "client_credentials", resource: String(resource) };
      return String((await post(portal, "/oauth/token", form, basic(app))).body.access_token);
    };
    const ask = async ({ introspection_client_id, introspection_client_secret }: typeof one, token: string) => {
      const credentials = { client_id: introspection_client_id, client_secret: introspection_client_secret };
      return (await introspect(portal, credentials as unknown as RegisteredClient, token)).body;
    };
    const token = await get(one.identifier);
    expect(await ask(one, token)).toMatchObject({ active: true, aud: one.identifier, scope: "one:read" });
    expect(await ask(two, token)).toEqual({ active: false });
    const both = await post(portal, "/oauth/token", { grant_type: "client_credentials", scope }, basic(app));
    expect([both.status, both.body.error]).toEqual([400, "invalid_target"]);
  });
});
