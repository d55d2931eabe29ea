import { expect, test } from "../fixtures/test";
import { basic, CALLBACK, send } from "./requests";

test("the configuration says how events are delivered, and by which keys they are signed (Shared Signals Framework 1.0 §7.1)", async ({
  portal,
}) => {
  const { status, body } = await send(`${portal.url}/.well-known/ssf-configuration`);
  expect(status).toBe(200);
  expect(body).toEqual({
    spec_version: "1_0",
    issuer: portal.url,
    jwks_uri: `${portal.url}/oauth/jwks`,
    delivery_methods_supported: ["urn:ietf:rfc:8935", "urn:ietf:rfc:8936"],
    default_subjects: "ALL",
  });
});

test("a request for events takes a client that authenticates, and JSON (RFC 8936 §2.2)", async ({ portal }) => {
  const client = await portal.createClient({ redirect_uris: [CALLBACK], scope: "openid" });
  const ask = (headers: Record<string, string>, body: string) =>
    send(`${portal.url}/oauth/events`, { method: "POST", headers, body });
  const json = { "content-type": "application/json" };
  const own = basic(client);
  expect((await ask(json, "{}")).status).toBe(401);
  expect((await ask({ ...json, ...basic(client, "wrong") }, "{}")).body.error).toBe("invalid_client");
  expect((await ask({ ...own, "content-type": "text/plain" }, "{}")).body.error).toBe("invalid_request");
  expect((await ask({ ...own, ...json }, "[]")).body.error).toBe("invalid_request");
  expect((await ask({ ...own, ...json }, "{}")).body.error).toBe("invalid_request");
  expect((await send(`${portal.url}/oauth/events`)).status).toBe(405);
});
