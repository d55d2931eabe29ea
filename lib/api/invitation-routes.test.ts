import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../account/testing/allow-app";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { hashSecret } from "../oauth/secrets";
import { ALICE, BOB, CONTRACT_SEED, WEB_CLIENT } from "../oauth/testing/fixtures";
import { ISSUER, TestPortal } from "../oauth/testing/test-context";
import { handleApiRequest } from "./handle-api-request";

useTestDatabase();

const context = { ...new TestPortal().context, store: oauthStore };
const api = `${ISSUER}/api/v1`;
const token = "pt_at_a-token-for-tests";
const LIST = "/admin/invitations";

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  const db = await getDb();
  await db.invitation.deleteMany();
  await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: true } });
});

async function giveToken(scopes = ["admin"]): Promise<void> {
  const values = { tokenHash: hashSecret(token), scopes, audience: [api] };
  await allowApp(ALICE.userId, WEB_CLIENT.clientId, { scopes, token: values });
}

async function call(method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await handleApiRequest(new Request(`${api}${path}`, { method, headers, ...sent }), context);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

describe("invitations in the API", () => {
  it("are sent, listed, sent again and withdrawn; the link is told where it is made, and mailed", async () => {
    await giveToken();
    const sent = await call("POST", LIST, { email: "New@example.org" });
    expect(sent).toMatchObject({ status: 201, body: { email: "new@example.org" } });
    expect(sent.headers.get("location")).toBe(`${api}${LIST}/${sent.body.id}`);
    expect(sent.body.link).toMatch(/\/invitation\?token=[\w-]{43}$/);
    expect((await listMails(9)).some(({ body }) => body.includes(sent.body.link))).toBe(true);
    const listed = await call("GET", LIST);
    expect(listed.body.invitations).toEqual([
      {
        id: sent.body.id,
        email: "new@example.org",
        created_at: sent.body.created_at,
        expires_at: sent.body.expires_at,
      },
    ]);
    const again = await call("POST", `${LIST}/${sent.body.id}/send-again`);
    expect(again.status).toBe(201);
    expect(again.body.link).not.toBe(sent.body.link);
    expect((await call("DELETE", `${LIST}/${again.body.id}`)).status).toBe(204);
    expect((await call("DELETE", `${LIST}/${again.body.id}`)).status).toBe(404);
    expect((await call("GET", LIST)).body).toEqual({ invitations: [], next: null });
  });

  it("are refused with the status that says why", async () => {
    await giveToken();
    expect((await call("POST", LIST, { email: BOB.email })).status).toBe(409);
    expect((await call("POST", LIST, { email: "nobody" })).status).toBe(422);
    expect((await call("POST", LIST, {})).status).toBe(422);
    expect((await call("POST", `${LIST}/none/send-again`)).status).toBe(404);
  });

  it("need the scope admin", async () => {
    await giveToken(["profile"]);
    expect((await call("POST", LIST, { email: "x@example.org" })).status).toBe(403);
  });

  it("need a person who administers the portal at that moment", async () => {
    await giveToken();
    const db = await getDb();
    await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: false } });
    for (const [method, path, body] of [
      ["GET", LIST, undefined],
      ["POST", LIST, { email: "x@example.org" }],
      ["DELETE", `${LIST}/${crypto.randomUUID()}`, undefined],
    ] as const) {
      expect((await call(method, path, body)).status).toBe(403);
    }
  });
});
