import { beforeEach, describe, expect, it } from "vitest";
import { allowApp } from "../../account/testing/allow-app";
import { ALICE, at, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../../oauth/testing/fixtures";
import { oauthStore } from "../protocol/store";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { findSessionByToken, insertSession, revokeSession } from "./sessions";

useTestDatabase();

const session = {
  sessionId: "018f4a00-0000-7000-8000-0000005e5501",
  tokenHash: "hash of alice's token",
  userId: ALICE.userId,
  authenticatedAt: START,
  amr: ["pwd"],
  ipAddress: null,
  userAgent: null,
  createdAt: START,
  lastSeenAt: START,
  expiresAt: at(3600),
};
const { clientId } = WEB_CLIENT;

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  await insertSession(session);
});

describe("a session by its token", () => {
  it("comes with its person and what they allowed the client that was asked about", async () => {
    await allowApp(ALICE.userId, clientId);
    const found = await findSessionByToken(session.tokenHash, at(1), clientId);
    const { sessionId, userId, authenticatedAt, amr, lastSeenAt, expiresAt } = session;
    expect(found?.session).toEqual({ sessionId, userId, authenticatedAt, amr, lastSeenAt, expiresAt });
    expect(found?.user.email).toBe(ALICE.email);
    expect(found?.consent).not.toBeNull();
    expect(found?.consent).toEqual(await oauthStore.findConsent(ALICE.userId, clientId));
  });

  it("comes without a consent of anybody else, of another client, or where none was asked about", async () => {
    await allowApp(BOB.userId, clientId);
    expect((await findSessionByToken(session.tokenHash, at(1), clientId))?.consent).toBeNull();
    await allowApp(ALICE.userId, clientId);
    expect((await findSessionByToken(session.tokenHash, at(1), "pt_cl_other"))?.consent).toBeNull();
    expect((await findSessionByToken(session.tokenHash, at(1), null))?.consent).toBeNull();
  });

  it("is not there for another token, once it is over, or was ended", async () => {
    expect(await findSessionByToken("another hash", at(1), null)).toBeNull();
    expect(await findSessionByToken(session.tokenHash, at(3600), null)).toBeNull();
    await revokeSession(session.sessionId, at(1));
    expect(await findSessionByToken(session.tokenHash, at(2), null)).toBeNull();
  });

  it("asked for by many at once goes to each of them", async () => {
    await allowApp(ALICE.userId, clientId);
    const asked = Array.from({ length: 25 }, (_, index) => (index % 2 === 0 ? session.tokenHash : `nobody's ${index}`));
    const found = await Promise.all(asked.map((tokenHash) => findSessionByToken(tokenHash, at(1), clientId)));
    expect(found.map((each) => each?.consent?.userId ?? null)).toEqual(
      asked.map((tokenHash) => (tokenHash === session.tokenHash ? ALICE.userId : null)),
    );
  });
});
