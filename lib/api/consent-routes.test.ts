import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { endUnusedAccess } from "../account/unused-access";
import { deleteClient } from "../db/clients/clients";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { hashSecret } from "../oauth/secrets";
import { ALICE, at, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const api = `${ISSUER}/api/v1`;
const { clientId } = WEB_CLIENT;
const tool = { ...WEB_CLIENT, clientId: "pt_cl_tool", name: "My tool" };
const notes = { ...WEB_CLIENT, clientId: "pt_cl_notes", name: "Build Notes" };
const token = "pt_at_a-token-for-tests";
const scopes = ["openid", "calendar:read", "calendar:write"];

const portal = new TestPortal();
const context = { ...portal.context, store: oauthStore };

beforeEach(async () => {
  portal.now = START;
  await seedStore({ ...CONTRACT_SEED, clients: [...CONTRACT_SEED.clients, tool, notes] });
});

/** Gives ALICE's tool a token with these scopes. */
async function giveToken(names = ["consents"]): Promise<void> {
  const values = { tokenHash: hashSecret(token), scopes: names, audience: [api], expiresAt: at(9999) };
  await allowApp(ALICE.userId, tool.clientId, { scopes: names, token: values });
}

async function call(method: string, path: string, body?: unknown) {
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && { "content-type": "application/json" }),
  };
  const sent = body === undefined ? null : JSON.stringify(body);
  const response = await handleApiRequest(new Request(api + path, { method, headers, body: sent }), context);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

describe("a person's consents over HTTP", () => {
  it("are listed with what was allowed, until when, and when it was last used; nobody else's are", async () => {
    await giveToken();
    await allowApp(ALICE.userId, clientId, { scopes, expiresAt: at(5000) });
    await allowApp(BOB.userId, notes.clientId);
    const { status, body } = await call("GET", "/consents");
    expect(status).toBe(200);
    expect(body.next).toBeNull();
    const byClient = new Map(body.consents.map((each: { client_id: string }) => [each.client_id, each]));
    expect([...byClient.keys()].sort()).toEqual([clientId, tool.clientId].sort());
    expect(byClient.get(clientId)).toEqual({
      client_id: clientId,
      client_name: "Calendar",
      is_deleted: false,
      scopes: ["calendar:read", "calendar:write", "openid"],
      resources: [],
      created_at: START.toISOString(),
      expires_at: at(5000).toISOString(),
      last_used_at: null,
      scopes_last_used_at: { "calendar:read": null, "calendar:write": null, openid: null },
      unused_ends_at: null,
    });
    expect(byClient.get(tool.clientId)).toMatchObject({ expires_at: null });
    portal.moveTo(5000);
    expect((await call("GET", "/consents")).body.consents).toHaveLength(1);
    expect((await call("GET", `/consents/${clientId}`)).status).toBe(404);
  });

  it("say when each scope was last used, and when the consent ends because nobody uses it", async () => {
    await allowApp(ALICE.userId, clientId, { scopes });
    const db = await getDb();
    const where = { scope: "calendar:read", consent: { userId: ALICE.userId, clientId } };
    await db.consentScope.updateMany({ where, data: { lastUsedAt: at(60) } });
    await endUnusedAccess(at(77 * 86_400));
    portal.moveTo(78 * 86_400);
    const values = { tokenHash: hashSecret(token), scopes: ["consents"], audience: [api], expiresAt: at(100 * 86_400) };
    await allowApp(ALICE.userId, tool.clientId, { scopes: ["consents"], token: values });
    const wanted = {
      scopes_last_used_at: { "calendar:read": at(60).toISOString(), "calendar:write": null, openid: null },
      unused_ends_at: at(91 * 86_400).toISOString(),
    };
    expect((await call("GET", `/consents/${clientId}`)).body).toMatchObject(wanted);
    const { consents } = (await call("GET", "/consents")).body;
    expect(consents.find((each: { client_id: string }) => each.client_id === clientId)).toMatchObject(wanted);
    expect(consents.find((each: { client_id: string }) => each.client_id === tool.clientId)).toMatchObject({
      unused_ends_at: null,
    });
  });

  it("come in pages, each with the address of the next (RFC 8288 §3)", async () => {
    await giveToken();
    await allowApp(ALICE.userId, clientId);
    const first = await call("GET", "/consents?limit=1");
    expect(first.headers.get("link")).toBe(`<${first.body.next}>; rel="next"`);
    const second = await call("GET", first.body.next.slice(api.length));
    expect(second.body.next).toBeNull();
    const seen = [...first.body.consents, ...second.body.consents].map(({ client_id }) => client_id);
    expect(seen.sort()).toEqual([clientId, tool.clientId].sort());
    expect((await call("GET", "/consents?limit=0")).status).toBe(400);
  });

  it.each(["GET", "PATCH", "DELETE"])(
    "answer %s of another person's consent with 404, and change nothing",
    async (method) => {
      await giveToken();
      const theirs = await allowApp(BOB.userId, notes.clientId);
      const body = method === "PATCH" ? { scopes: ["openid"] } : undefined;
      expect((await call(method, `/consents/${notes.clientId}`, body)).status).toBe(404);
      expect((await call(method, "/consents/unknown", body)).status).toBe(404);
      const found = await oauthStore.findAccessToken(theirs.accessToken.tokenHash);
      expect(found?.accessToken).toMatchObject({ revokedAt: null, scopes: ["openid", "calendar:read"] });
    },
  );

  it("need the scope consents: those of other parts of the API are not enough (RFC 6750 §3.1)", async () => {
    await giveToken(["account:read", "account:apps", "clients:read"]);
    const answer = await call("GET", "/consents");
    expect(answer.status).toBe(403);
    expect(answer.headers.get("www-authenticate")).toContain('scope="consents"');
  });
});

describe("narrowing a consent over HTTP", () => {
  it("takes the rest from the consent and from live tokens at once", async () => {
    await giveToken();
    const given = await allowApp(ALICE.userId, clientId, { scopes });
    const answer = await call("PATCH", `/consents/${clientId}`, { scopes: ["openid", "calendar:read"] });
    expect(answer).toMatchObject({ status: 200, body: { scopes: ["calendar:read", "openid"] } });
    expect((await call("GET", `/consents/${clientId}`)).body).toEqual(answer.body);
    const access = await oauthStore.findAccessToken(given.accessToken.tokenHash);
    expect(access?.accessToken.scopes).toEqual(["openid", "calendar:read"]);
    expect((await oauthStore.findRefreshToken(given.refreshToken.tokenHash))?.grant.scopes).not.toContain(
      "calendar:write",
    );
  });

  it.each([
    ["a scope that the app never had", ["openid", "email"], "email"],
    ["a scope that nobody has heard of", ["openid", "made:up"], "made:up"],
  ])("refuses %s by its name, and changes nothing", async (_case, kept, named) => {
    await giveToken();
    await allowApp(ALICE.userId, clientId, { scopes });
    const answer = await call("PATCH", `/consents/${clientId}`, { scopes: kept });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ name: named }] } });
    expect(answer.body.detail).toContain(named);
    expect((await call("GET", `/consents/${clientId}`)).body.scopes).toHaveLength(3);
  });

  it.each([
    [{ scopes: [] }, 400],
    [{}, 422],
    [{ scopes: "openid" }, 422],
    [{ scopes: [1] }, 422],
  ])("refuses a body that names nothing to keep: %j", async (body, status) => {
    await giveToken();
    await allowApp(ALICE.userId, clientId, { scopes });
    expect((await call("PATCH", `/consents/${clientId}`, body)).status).toBe(status);
    expect((await call("GET", `/consents/${clientId}`)).body.scopes).toHaveLength(3);
  });

  it("twice at once leaves what both keep", async () => {
    await giveToken();
    await allowApp(ALICE.userId, clientId, { scopes });
    const answers = await Promise.all([
      call("PATCH", `/consents/${clientId}`, { scopes: ["openid", "calendar:read"] }),
      call("PATCH", `/consents/${clientId}`, { scopes: ["openid", "calendar:write"] }),
    ]);
    // The later of the two may be told that the other has taken what it wanted to keep.
    for (const { status } of answers) expect([200, 400]).toContain(status);
    const { scopes: left } = (await call("GET", `/consents/${clientId}`)).body;
    expect(left).toContain("openid");
    expect(left.length).toBeLessThan(3);
  });
});

describe("removing a consent over HTTP", () => {
  it("ends codes and tokens, and a second time there is none", async () => {
    await giveToken();
    const given = await allowApp(ALICE.userId, clientId);
    expect((await call("DELETE", `/consents/${clientId}`)).status).toBe(204);
    expect((await call("DELETE", `/consents/${clientId}`)).status).toBe(404);
    const access = await oauthStore.findAccessToken(given.accessToken.tokenHash);
    expect(access?.accessToken.revokedAt).toEqual(START);
  });

  it("is possible for an app that its developer deleted, which is still listed", async () => {
    await giveToken();
    await allowApp(ALICE.userId, notes.clientId);
    await deleteClient(notes.clientId, START);
    const { consents } = (await call("GET", "/consents")).body;
    expect(consents).toContainEqual(expect.objectContaining({ client_id: notes.clientId, is_deleted: true }));
    expect((await call("DELETE", `/consents/${notes.clientId}`)).status).toBe(204);
    expect((await call("GET", `/consents/${notes.clientId}`)).status).toBe(404);
  });

  it("of the calling app itself ends its own token", async () => {
    await giveToken();
    expect((await call("DELETE", `/consents/${tool.clientId}`)).status).toBe(204);
    expect((await call("GET", "/consents")).status).toBe(401);
  });
});
