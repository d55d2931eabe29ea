import { beforeEach, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { getDb } from "../db/driver/database";
import { countSealedOtherwise } from "../db/portal/sealed-rows";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { sealedStart } from "../keys/sealed-value";
import { hashSecret } from "../oauth/secrets";
import { ALICE, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const context = { ...new TestPortal().context, store: oauthStore };
const api = `${ISSUER}/api/v1`;
const token = "pt_at_a-token-for-upstreams";
const GITHUB = {
  id: "github",
  preset: "github",
  name: "GitHub",
  client_id: "portal",
  client_secret: "not to be shown",
};

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  const db = await getDb();
  await db.upstream.deleteMany();
  await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: true } });
  const values = { tokenHash: hashSecret(token), scopes: ["admin"], audience: [api] };
  await allowApp(ALICE.userId, WEB_CLIENT.clientId, { scopes: ["admin"], token: values });
});

function call(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  return handleApiRequest(new Request(`${api}${path}`, { method, headers, ...sent }), context);
}

it("upstreams are added, read, changed and removed by an administrator's program, which never sees a secret", async () => {
  const made = await call("POST", "/admin/upstreams", { ...GITHUB, domains: ["@Example.org"] });
  expect([made.status, made.headers.get("location")]).toEqual([201, `${api}/admin/upstreams/github`]);
  const { client_secret: _, ...shown } = GITHUB;
  const text = await made.text();
  expect(JSON.parse(text)).toMatchObject({ ...shown, domains: ["example.org"], allows_sign_up: false, is_on: true });
  expect(text).not.toContain(GITHUB.client_secret);
  expect(await countSealedOtherwise("upstreams", sealedStart("upstreams")), "sealed under the portal's secret").toBe(0);
  const changed = await call("PATCH", "/admin/upstreams/github", { is_on: false, domains: [] });
  expect(await changed.json()).toMatchObject({ ...shown, domains: [], is_on: false });
  const listed = await (await call("GET", "/admin/upstreams")).json();
  expect(listed.upstreams).toMatchObject([
    { id: "github", redirect_uri: expect.stringContaining("/upstream/github/") },
  ]);
  expect((await call("DELETE", "/admin/upstreams/github")).status).toBe(204);
  expect((await call("GET", "/admin/upstreams/github")).status).toBe(404);
});

it.each([
  ["an id that does not fit into an address", { id: "Git Hub" }],
  ["no name", { name: " " }],
  ["no secret", { client_secret: "" }],
  ["a kind that nobody knows", { preset: "example" }],
  ["an OpenID provider without issuer", { preset: "openid" }],
  ["an issuer without TLS", { preset: "openid", issuer: "http://id.example.org" }],
  ["an issuer with credentials", { preset: "openid", issuer: "https://user:password@id.example.org" }],
  ["an issuer for a service that has its own", { issuer: "https://id.example.org" }],
  ["a domain that is none", { domains: ["not a domain"] }],
  ["scopes of an OpenID provider without openid", { preset: "google", scopes: ["email"] }],
])("is refused with %s", async (_, changes) => {
  const answer = await call("POST", "/admin/upstreams", { ...GITHUB, ...changes });
  expect([answer.status, await (await getDb()).upstream.count()]).toEqual([422, 0]);
});

it("leads each domain to one place only, and no id is given twice", async () => {
  await call("POST", "/admin/upstreams", { ...GITHUB, domains: ["example.org"] });
  expect((await call("POST", "/admin/upstreams", GITHUB)).status).toBe(409);
  const other = { ...GITHUB, id: "other" };
  expect((await call("POST", "/admin/upstreams", { ...other, domains: ["EXAMPLE.org"] })).status).toBe(409);
  expect((await call("POST", "/admin/upstreams", other)).status).toBe(201);
  expect((await call("PATCH", "/admin/upstreams/other", { domains: ["example.org"] })).status).toBe(409);
});

it("they are no business of somebody who is no administrator any more", async () => {
  await (await getDb()).user.update({ where: { id: ALICE.userId }, data: { isAdmin: false } });
  expect((await call("GET", "/admin/upstreams")).status).toBe(403);
  expect((await call("POST", "/admin/upstreams", GITHUB)).status).toBe(403);
});
