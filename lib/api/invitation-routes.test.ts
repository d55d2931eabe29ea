import { beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { ALICE, BOB, CONTRACT_SEED } from "../oauth/testing/fixtures";
import { api, callApi, giveToken } from "./testing/call-api";

useTestDatabase();

const LIST = "/admin/invitations";

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  const db = await getDb();
  await db.invitation.deleteMany();
  await db.user.update({ where: { id: ALICE.userId }, data: { isAdmin: true } });
});

describe("invitations in the API", () => {
  it("are sent, listed, sent again and withdrawn; the link is told where it is made, and mailed", async () => {
    await giveToken();
    const sent = await callApi("POST", LIST, { email: "New@example.org" });
    expect(sent).toMatchObject({ status: 201, body: { email: "new@example.org" } });
    expect(sent.headers.get("location")).toBe(`${api}${LIST}/${sent.body.id}`);
    expect(sent.body.link).toMatch(/\/invitation\?token=[\w-]{43}$/);
    expect((await listMails(9)).some(({ body }) => body.includes(sent.body.link))).toBe(true);
    const listed = await callApi("GET", LIST);
    expect(listed.body.invitations).toEqual([
      {
        id: sent.body.id,
        email: "new@example.org",
        created_at: sent.body.created_at,
        expires_at: sent.body.expires_at,
        is_over: false,
      },
    ]);
    const again = await callApi("POST", `${LIST}/${sent.body.id}/send-again`);
    expect(again.status).toBe(201);
    expect(again.body.link).not.toBe(sent.body.link);
    expect((await callApi("DELETE", `${LIST}/${again.body.id}`)).status).toBe(204);
    expect((await callApi("DELETE", `${LIST}/${again.body.id}`)).status).toBe(404);
    expect((await callApi("GET", LIST)).body).toEqual({ invitations: [], next: null });
  });

  it("are refused with the status that says why", async () => {
    await giveToken();
    expect((await callApi("POST", LIST, { email: BOB.email })).status).toBe(409);
    expect((await callApi("POST", LIST, { email: "nobody" })).status).toBe(422);
    expect((await callApi("POST", LIST, {})).status).toBe(422);
    expect((await callApi("POST", `${LIST}/none/send-again`)).status).toBe(404);
  });

  it("need the scope admin", async () => {
    await giveToken(["profile"]);
    expect((await callApi("POST", LIST, { email: "x@example.org" })).status).toBe(403);
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
      expect((await callApi(method, path, body)).status).toBe(403);
    }
  });
});
