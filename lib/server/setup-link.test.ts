import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { getDb } from "../db/driver/database";
import { findSetting } from "../db/portal/settings";
import { useTestDatabase } from "../db/testing/test-database";
import { createSetupLink } from "./setup-link";

useTestDatabase();

const tokenOf = (link: string | null) => new URL(link ?? "").searchParams.get("token") ?? "";
const hash = (token: string) => createHash("sha256").update(token).digest("base64url");

it("is the only way into a new portal, which has no account (ASVS 6.3.2)", async () => {
  expect(await (await getDb()).user.count()).toBe(0);
  expect(tokenOf(await createSetupLink())).not.toBe("");
});

it("is new at each start, and only its hash is kept", async () => {
  const first = tokenOf(await createSetupLink());
  const second = tokenOf(await createSetupLink());
  expect(second).not.toBe(first);
  expect(await findSetting("setup_token_hash")).toBe(hash(second));
});

it("is gone once somebody administers the portal", async () => {
  await createSetupLink();
  await createAccount({ email: "user@example.org", password: null, isAdmin: true });
  expect(await createSetupLink()).toBeNull();
  expect(await findSetting("setup_token_hash")).toBeUndefined();
});
