import { describe, expect, it } from "vitest";
import { createSecret } from "../../clients/client-secrets";
import { makeClient, makePerson, manage } from "../../clients/testing/people";
import { hashSecret } from "../../oauth/secrets";
import { getDb } from "../driver/database";
import { useTestDatabase } from "../testing/test-database";
import { revokeLeakedRegistrationToken, revokeLeakedSecret } from "./leaked-credentials";

useTestDatabase();

describe("a credential that was found in public", () => {
  it("ends if it is a secret, which one of many reports at once finds live, and no other secret does", async () => {
    const developer = await makePerson(`leak-${crypto.randomUUID()}@example.org`);
    const { clientId, clientSecret } = await makeClient(developer, { redirectUris: ["https://app.example.org/cb"] });
    await createSecret(await manage(developer, clientId), null);
    const hash = hashSecret(clientSecret ?? "");
    const found = await Promise.all([1, 2, 3].map(() => revokeLeakedSecret(hash, new Date())));
    expect(found.map((each) => each?.clientId)).toEqual([clientId, clientId, clientId]);
    expect(found.filter((each) => each?.wasLive).length).toBe(1);
    const db = await getDb();
    expect(await db.clientSecret.count({ where: { clientId, revokedAt: null } })).toBe(1);
    expect(await revokeLeakedSecret(hashSecret("pt_cs_unknown"), new Date())).toBeNull();
  });

  it("ends if it is the token of a registration, whose client stays one that registered itself", async () => {
    const developer = await makePerson(`leak-${crypto.randomUUID()}@example.org`);
    const { clientId } = await makeClient(developer, { redirectUris: ["https://app.example.org/cb"] });
    const db = await getDb();
    const registrationTokenHash = hashSecret(`pt_rg_${clientId}`);
    await db.client.update({ where: { id: clientId }, data: { registrationTokenHash } });
    const revoke = () => revokeLeakedRegistrationToken(registrationTokenHash, new Date());
    expect(await revoke()).toMatchObject({ clientId, wasLive: true });
    expect(await revoke()).toBeNull();
    const after = await db.client.findUnique({ where: { id: clientId }, select: { registrationTokenHash: true } });
    expect(after?.registrationTokenHash).not.toBeNull();
  });
});
