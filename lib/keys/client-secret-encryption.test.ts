import { afterEach, expect, it } from "vitest";
import { openClientSecret, sealClientSecret } from "./client-secret-encryption";
import { resetMasterKey } from "./secret";

afterEach(() => resetMasterKey());

it("gives a client secret back, and only under the portal's own secret", async () => {
  resetMasterKey("a secret for tests, of 32 characters or more");
  const sealed = await sealClientSecret("pt_cs_the-secret");
  expect(sealed).not.toContain("pt_cs_");
  expect(await sealClientSecret("pt_cs_the-secret")).not.toBe(sealed);
  expect(await openClientSecret(sealed)).toBe("pt_cs_the-secret");
  resetMasterKey("another secret, also of 32 characters or more");
  await expect(openClientSecret(sealed)).rejects.toThrow();
});
