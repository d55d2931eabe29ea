import { describe, expect, it } from "vitest";
import { listFiles, readText } from "../architecture/source-files";
import { createEndpoints } from "../authorization-server";
import { FEATURES } from "./features";
import { basic, CONFIDENTIAL, get, ISSUER, post, TestPortal } from "./testing/test-context";
import { ticket } from "./testing/ticket/feature";

const [{ path }] = ticket.endpoints;
const [GRANT_TYPE = ""] = Object.keys(ticket.grants);
const CLIENT = { ...CONFIDENTIAL, grantTypes: [GRANT_TYPE], scopes: ["calendar:read"] };

/** A server with these features, and what it answers. */
function serve(features = FEATURES) {
  const portal = new TestPortal({ clients: [CLIENT] });
  portal.context.registration.mode = "open";
  const context = { ...portal.context, features };
  const endpoints = createEndpoints(context);
  return {
    portal,
    paths: [...endpoints.keys()],
    ask: async (request: Request) => {
      const response = await endpoints.get(new URL(request.url).pathname)?.(request);
      const text = (await response?.text()) || "{}";
      return {
        status: response?.status,
        headers: response?.headers,
        body: JSON.parse(text) as Record<string, unknown>,
      };
    },
  };
}

const headers = basic(CLIENT.clientId);

// The line of `features.ts`.
const withTicket = [...FEATURES, ticket];

describe("a new feature with an endpoint and a grant", () => {
  it("is served at its address: its methods, its preflight, its errors (RFC 6749 §3.2)", async () => {
    const { ask, portal } = serve(withTicket);
    expect(await ask(post(path, {}, headers))).toMatchObject({ status: 200, body: { ticket: expect.any(String) } });
    const wrong = await ask(get(path));
    expect([wrong.status, wrong.headers?.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    const preflight = await ask(new Request(ISSUER + path, { method: "OPTIONS" }));
    expect(preflight.headers?.get("access-control-allow-origin")).toBe("*");
    expect((await ask(post(path, {}))).body).toMatchObject({ error: "invalid_client" });
    expect(portal.events).toMatchObject([{ type: "ticket.refused" }]);
  });

  it("gives tokens at the token endpoint by its grant type (RFC 6749 §4.5)", async () => {
    const { ask, portal } = serve(withTicket);
    const { body } = await ask(post(path, {}, headers));
    const fields = { grant_type: GRANT_TYPE, ticket: String(body.ticket), scope: "calendar:read" };
    const given = await ask(post("/oauth/token", fields, headers));
    expect(given).toMatchObject({ status: 200, body: { token_type: "Bearer", scope: "calendar:read" } });
    expect(portal.events).toMatchObject([{ type: "token.issued", data: { grantType: GRANT_TYPE } }]);
    const refused = await ask(post("/oauth/token", { ...fields, ticket: "another" }, headers));
    expect(refused).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  it("is in the metadata by its address, its grant type and its own members (RFC 8414 §2)", async () => {
    const { ask } = serve(withTicket);
    const { body } = await ask(get("/.well-known/oauth-authorization-server"));
    expect(body).toMatchObject({
      ticket_endpoint: ISSUER + path,
      grant_types_supported: expect.arrayContaining(["authorization_code", GRANT_TYPE]),
      ticket_formats_supported: ["plain"],
    });
  });

  it("can be registered for by programs (RFC 7591 §2)", async () => {
    const grant_types = ["authorization_code", GRANT_TYPE];
    const register = async (features = FEATURES) => {
      const body = JSON.stringify({ redirect_uris: ["https://client.example/callback"], grant_types });
      const init = { method: "POST", headers: { "content-type": "application/json" }, body };
      return (await serve(features).ask(new Request(`${ISSUER}/oauth/register`, init))).body;
    };
    expect(await register(withTicket)).toMatchObject({ grant_types });
    expect(await register()).toMatchObject({ grant_types: ["authorization_code"] });
  });

  it("takes one folder and one line: without the line nothing of it is there, and no other file knows of it", async () => {
    const { ask, paths } = serve();
    expect(paths).not.toContain(path);
    const { body } = await ask(post("/oauth/token", { grant_type: GRANT_TYPE }, headers));
    expect(body).toMatchObject({ error: "unsupported_grant_type" });
    const folder = "lib/oauth/testing/ticket/";
    const files = listFiles();
    expect(files.filter((file) => file.startsWith(folder))).toEqual([`${folder}feature.ts`]);
    const others = files.filter((file) => /\.(ts|tsx|mjs|json)$/.test(file) && !file.startsWith(folder));
    const knowing = others.filter((file) => readText(file).includes(path) || readText(file).includes("ticket/feature"));
    expect(knowing).toEqual(["lib/oauth/features.test.ts"]);
  });
});
