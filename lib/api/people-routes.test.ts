import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { getDb } from "../db/driver/database";
import { findUser } from "../db/people/users";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { hashSecret } from "../oauth/secrets";
import { ALICE, BOB, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { claimRoutes } from "./claim-routes";
import { groupRoutes } from "./group-routes";
import { handleApiRequest } from "./handle-api-request";
import { invitationRoutes } from "./invitation-routes";
import { peopleRoutes } from "./people-routes";
import { upstreamRoutes } from "./upstream-routes";

useTestDatabase();

const context = { ...new TestPortal().context, store: oauthStore };
const api = `${ISSUER}/api/v1`;
const token = "pt_at_a-token-for-tests";
const ONE = "/admin/users/{user_id}";
const bob = `/admin/users/${BOB.userId}`;

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  await setAdministrator(true);
});

async function setAdministrator(isAdmin: boolean): Promise<void> {
  const db = await getDb();
  await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin } });
}

async function giveToken(scopes = ["admin"]): Promise<void> {
  const values = { tokenHash: hashSecret(token), scopes, audience: [api] };
  await allowApp(ALICE.userId, WEB_CLIENT.clientId, { scopes, token: values });
}

function call(method: string, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return handleApiRequest(new Request(`${api}${path}`, { method, headers }), context);
}

/** With a body that every operation reads. */
function send(method: string, path: string): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = method === "GET" ? {} : { body: JSON.stringify({ name: "new", email: "new@example.org" }) };
  return handleApiRequest(new Request(`${api}${path}`, { method, headers, ...body }), context);
}

describe("people in the API", () => {
  it("are listed and searched, page by page", async () => {
    await giveToken();
    const first = await call("GET", "/admin/users?limit=1");
    const { users, next } = await first.json();
    expect(users).toHaveLength(1);
    expect(first.headers.get("link")).toBe(`<${next}>; rel="next"`);
    const second = await (await call("GET", String(next).slice(api.length))).json();
    expect(second.users[0].id).not.toBe(users[0].id);
    const found = await (await call("GET", `/admin/users?query=${encodeURIComponent(BOB.email)}`)).json();
    expect(found).toMatchObject({ users: [{ id: BOB.userId, email: BOB.email, is_admin: false }], next: null });
    expect((await call("GET", "/admin/users?limit=0")).status).toBe(400);
    for (const wrong of ["state=asleep", "second_factor=telepathy", "last_seen=30"])
      expect((await call("GET", `/admin/users?${wrong}`)).status, wrong).toBe(400);
    const never = await (await call("GET", "/admin/users?second_factor=none&last_seen=never&limit=1")).json();
    expect(never.next).toContain("second_factor=none&last_seen=never");
  });

  it("are suspended, let in again, signed out, made administrators and deleted", async () => {
    await giveToken();
    expect(await (await call("GET", bob)).json()).toMatchObject({ id: BOB.userId, apps: [], sessions: [] });
    expect(await (await call("POST", `${bob}/suspend`)).json()).toEqual({ ended_sessions: 0 });
    expect((await findUser(BOB.userId))?.suspendedAt).not.toBeNull();
    expect((await call("POST", `${bob}/reset-link`)).status).toBe(409);
    expect((await call("POST", `${bob}/resume`)).status).toBe(204);
    const link = await call("POST", `${bob}/reset-link`);
    expect(link.status).toBe(201);
    expect((await link.json()).link).toMatch(/\/reset\/confirm\?token=/);
    expect((await call("POST", `${bob}/end-sessions`)).status).toBe(200);
    expect(await (await call("POST", `${bob}/require-new-factor`)).json()).toEqual({ ended_sessions: 0 });
    expect((await call("POST", `${bob}/administrator`)).status).toBe(204);
    expect((await findUser(BOB.userId))?.isAdmin).toBe(true);
    expect((await call("DELETE", `${bob}/administrator`)).status).toBe(204);
    expect((await call("DELETE", bob)).status).toBe(204);
    expect((await call("GET", bob)).status).toBe(404);
    const last = await call("DELETE", `/admin/users/${ALICE.userId}/administrator`);
    expect([last.status, (await last.json()).detail]).toEqual([409, expect.stringMatching(/^Somebody has to/)]);
  });

  it("are nobody's business without the scope, or when the person is no administrator any more", async () => {
    await giveToken(["clients:write", "account:read"]);
    expect((await call("GET", "/admin/users")).status).toBe(403);
    await seedStore(CONTRACT_SEED);
    await giveToken();
    for (const [method, path] of [
      ["GET", "/admin/users"],
      ["GET", bob],
      ["DELETE", bob],
      ["POST", `${bob}/suspend`],
    ] as const) {
      expect((await call(method, path)).status).toBe(403);
    }
    expect(await findUser(BOB.userId)).toMatchObject({ suspendedAt: null });
  });

  it("are support's to look after, and nothing else of the administration is, whatever the token may do", async () => {
    await giveToken();
    const db = await getDb();
    await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: false, isSupport: true } });
    await db.group.create({ data: { id: BOB.userId, name: "g", nameKey: "g", createdAt: new Date(0) } });
    const allowed = ["suspend", "resume", "end-sessions", "require-new-factor", "reset-link"].map(
      (act) => `POST ${ONE}/${act}`,
    );
    const statuses = new Map<string, number>();
    for (const { method, path } of [
      ...peopleRoutes,
      ...groupRoutes,
      ...claimRoutes,
      ...upstreamRoutes,
      ...invitationRoutes,
    ]) {
      const address = path.replaceAll(/\{[a-z_]+\}/g, BOB.userId);
      statuses.set(`${method} ${path}`, (await send(method, address)).status);
    }
    const open = [...statuses].filter(([, status]) => status !== 403).map(([route]) => route);
    expect(open.sort()).toEqual([`GET ${ONE}`, "GET /admin/users", ...allowed].sort());
    expect(statuses.size).toBeGreaterThan(20);
    expect(await findUser(BOB.userId)).toMatchObject({ isAdmin: false, isSupport: false, suspendedAt: null });

    await db.user.update({ where: { id: BOB.userId }, data: { isAdmin: true } });
    for (const act of ["suspend", "end-sessions", "require-new-factor", "reset-link"]) {
      expect((await call("POST", `${bob}/${act}`)).status).toBe(403);
    }
    expect((await findUser(BOB.userId))?.suspendedAt).toBeNull();
  });

  it("are made support by an administrator, and that is taken from them", async () => {
    await giveToken();
    expect((await call("POST", `${bob}/support`)).status).toBe(204);
    expect(await (await call("GET", bob)).json()).toMatchObject({ is_admin: false, is_support: true });
    expect((await call("DELETE", `${bob}/support`)).status).toBe(204);
    expect((await findUser(BOB.userId))?.isSupport).toBe(false);
  });
});
