import { afterEach, beforeEach, expect, it } from "vitest";
import { verifyPassword } from "../auth/password";
import { checkPassword } from "../auth/password-rules";
import { findCredentials } from "../db/people/users";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { hashSecret } from "../oauth/secrets";
import { seedDemo } from "./seed-demo";

useTestDatabase();

beforeEach(() => {
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_DEMO_PORT: "4100" });
  resetMasterKey("a secret for tests, of 32 characters or more");
});
afterEach(() => {
  resetEnv();
  resetMasterKey();
});

it("makes accounts that can sign in, and apps with the secrets their programs are told; a second time changes nothing", async () => {
  const demo = await seedDemo();
  expect(demo.accounts.map((account) => account.email)).toEqual([
    "admin@example.org",
    "developer@example.org",
    "user@example.org",
  ]);
  for (const { email, password } of demo.accounts) {
    expect(await checkPassword(password, { about: [email], hasSecondFactor: false })).toEqual({ password });
    const found = await findCredentials(email);
    expect(found?.user.isAdmin).toBe(email === "admin@example.org");
    expect(await verifyPassword(password, found?.passwordHash ?? null)).toBe(true);
  }
  for (const { environment } of demo.apps) {
    const client = await oauthStore.findClient(environment.CLIENT_ID ?? "");
    expect(client?.secrets.map((secret) => secret.secretHash)).toEqual([hashSecret(environment.CLIENT_SECRET ?? "")]);
  }
  expect(await oauthStore.findClient("demo-calendar")).toMatchObject({
    status: "verified",
    redirectUris: ["http://127.0.0.1:4100/callback"],
    optionalScopes: ["calendar:write"],
  });
  expect((await oauthStore.findClient("demo-build-notes"))?.status).toBe("development");
  expect(await oauthStore.findResource("http://localhost:4101")).toMatchObject({
    introspectionClientId: "demo-calendar-api",
    scopes: expect.arrayContaining(["calendar:read", "calendar:write"]),
  });
  expect(await seedDemo()).toEqual(demo);
});

it("registers the addresses of other ports at a later start", async () => {
  await seedDemo();
  resetEnv({ PORTICO_BCRYPT_COST: "4", PORTICO_DEMO_PORT: "4200" });
  await seedDemo();
  expect((await oauthStore.findClient("demo-calendar"))?.redirectUris).toEqual([
    "http://127.0.0.1:4100/callback",
    "http://127.0.0.1:4200/callback",
  ]);
});
