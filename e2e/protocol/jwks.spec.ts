import { expect, test } from "../fixtures/test";
import { send } from "./requests";

test("the JWKS holds public keys of both algorithms, each with a kid of its own (RFC 7517 §5)", async ({ portal }) => {
  const { status, headers, body } = await send(`${portal.url}/oauth/jwks`);
  expect([status, headers.get("access-control-allow-origin")]).toEqual([200, "*"]);
  const keys = body.keys as Record<string, unknown>[];
  expect([...new Set(keys.map((key) => key.alg))].sort()).toEqual(["ES256", "RS256"]);
  expect(new Set(keys.map((key) => key.kid)).size).toBe(keys.length);
  for (const key of keys) for (const name of ["d", "p", "q", "dp", "dq", "qi"]) expect(key).not.toHaveProperty(name);
});

test("both metadata documents are alike, and every address in them answers (RFC 8414 §3)", async ({ portal }) => {
  const documents = ["openid-configuration", "oauth-authorization-server"].map(
    (name) => `${portal.url}/.well-known/${name}`,
  );
  const [openid, oauth] = await Promise.all(documents.map((url) => send(url)));
  expect(openid?.body).toEqual(oauth?.body);
  expect(openid?.body.issuer).toBe(portal.url);
  const addresses = Object.entries(openid?.body ?? {}).filter(([name]) => /_endpoint$|_uri$/.test(name));
  expect(addresses.length).toBeGreaterThan(6);
  for (const [, address] of addresses) expect((await send(String(address))).status).not.toBe(404);
});
