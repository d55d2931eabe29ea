import { expect, it } from "vitest";
import { allowApp } from "../../account/testing/allow-app";
import {
  ALICE,
  at,
  authorizationCode,
  authorizationRequest,
  CONTRACT_SEED,
  grant,
  WEB_CLIENT,
} from "../../oauth/testing/fixtures";
import { getDb } from "../driver/database";
import type { Prisma } from "../generated/client";
import { seedStore } from "../testing/seed-store";
import { useTestDatabase } from "../testing/test-database";
import { oauthStore } from "./store";

useTestDatabase();

const { userId } = ALICE;
const { clientId } = WEB_CLIENT;

/** Resolves when another connection waits for a lock. The embedded database has one connection, which others wait for. */
async function waitForOther(tx: Prisma.TransactionClient): Promise<void> {
  if (process.env.TEST_DATABASE_URL === undefined) return;
  const count = () => tx.$queryRaw<unknown[]>`SELECT 1 FROM pg_locks WHERE NOT granted`;
  await expect.poll(async () => (await count()).length, { timeout: 4_000 }).toBeGreaterThan(0);
}

it("a refresh that is under way keeps nothing of what the person unticks", async () => {
  await seedStore(CONTRACT_SEED);
  const db = await getDb();
  const { refreshToken } = await allowApp(userId, clientId, { scopes: ["openid", "calendar:read", "offline_access"] });
  const request = authorizationRequest({ clientId });
  await oauthStore.createAuthorizationRequest(request);
  const given = grant({ userId, clientId, scopes: ["openid"] });
  const consent = {
    userId,
    clientId,
    scopes: [{ name: "openid", grantedAt: at(1) }],
    resources: [],
    declinedScopes: ["calendar:read", "offline_access"],
    expiresAt: null,
  };
  const answer = { answer: "allow", now: at(1), consent, grant: given, code: authorizationCode(given) } as const;
  let answering: Promise<boolean> | undefined;
  // As a refresh does: it locks the grant, and then stores the successor.
  await db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM grants WHERE client_id = ${clientId} FOR NO KEY UPDATE`;
    answering = oauthStore.answerAuthorizationRequest(request.idHash, answer);
    await waitForOther(tx);
    await tx.$executeRaw`
      INSERT INTO refresh_tokens (token_hash, grant_id, client_id, scopes, created_at, expires_at)
      SELECT 'successor', grant_id, client_id, scopes, created_at, expires_at FROM refresh_tokens
      WHERE token_hash = ${refreshToken.tokenHash}`;
  });
  expect(await answering).toBe(true);
  const successor = await db.refreshToken.findUniqueOrThrow({ where: { tokenHash: "successor" } });
  expect(successor.scopes).toEqual(["openid"]);
  expect(successor.expiresAt).toEqual(at(1));
});
