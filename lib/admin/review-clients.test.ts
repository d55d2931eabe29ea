import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { askForReview, findReviewRefusal } from "../clients/ask-for-review";
import { changeClient } from "../clients/change-client";
import { changeLogo, findLogo, findShownLogo } from "../clients/client-logo";
import { setScopes } from "../clients/client-scopes";
import { ManagedClient } from "../clients/managed-client";
import { addUris, removeUri } from "../clients/redirect-uris";
import { makeClient, makePerson, manage } from "../clients/testing/people";
import { png } from "../clients/testing/pictures";
import { listEvents } from "../db/audit/list-events";
import { findClientDetails } from "../db/clients/clients";
import { listRedirectUris } from "../db/clients/redirect-uris";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { publicJwk } from "../oauth/testing/public-jwks";
import { findReview, listReviews, refuseChanges, refuseClient, verifyClient } from "./review-clients";

useTestDatabase();

let administrator: Actor & { userId: string };
let developer: Actor & { userId: string };
beforeAll(async () => {
  administrator = await makePerson("admin@example.org", true);
  developer = await makePerson("developer@example.org");
});

/** A client of the developer that asks for review. */
async function waiting(redirectUris = ["https://app.example.org/callback"]): Promise<string> {
  const links = { publisher: "Acme", clientUri: "https://app.example.org/" };
  const { clientId } = await makeClient(developer, { name: "Acme Calendar", redirectUris, ...links });
  expect(await askForReview(await manage(developer, clientId))).toEqual({ ok: true, value: null });
  return clientId;
}
const statusOf = async (clientId: string) => (await findClientDetails(clientId))?.status;
const revisionOf = async (clientId: string) => (await findReview(administrator, clientId))?.revision ?? "";
const mailsTo = async (recipient: string) =>
  (await getDb()).mail.findMany({ where: { recipient }, orderBy: { createdAt: "asc" } });

describe("asking for review", () => {
  it("puts an app on the list with a mail to administrators, once who is behind it is named", async () => {
    const { clientId } = await makeClient(developer, { name: "Sign in at https://evil.example" });
    expect(await askForReview(await manage(developer, clientId))).toMatchObject({
      problem: { key: "review_incomplete" },
    });
    await changeClient(await manage(developer, clientId), { publisher: "Acme", clientUri: "https://app.example.org/" });
    await askForReview(await manage(developer, clientId));
    await askForReview(await manage(developer, clientId));
    expect((await listReviews(administrator))?.reviews.map(({ client }) => client.clientId)).toContain(clientId);
    const mails = (await mailsTo("admin@example.org")).filter(({ body }) => body.includes(clientId));
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toContain("“Sign in at https\u2236//evil\u2024example”");
    expect(mails[0]?.body, "a name that a stranger chose is no link").not.toContain("https://evil");
  });

  it("is listed with how many wait besides", async () => {
    await waiting();
    await waiting();
    const all = await listReviews(administrator);
    expect(all?.more).toBe(0);
    const count = all?.reviews.length ?? 0;
    expect(count).toBeGreaterThan(1);
    const [first] = all?.reviews ?? [];
    expect(await listReviews(administrator, 1)).toEqual({ reviews: [first], more: count - 1 });
  });

  it("is for those who manage the app", async () => {
    const stranger = await makePerson("stranger@example.org");
    const { clientId } = await makeClient(developer, { publisher: "Acme", clientUri: "https://app.example.org/" });
    expect(await ManagedClient.find(stranger, clientId)).toBeNull();
    expect(await statusOf(clientId)).toBe("development");
  });
});

describe("verifying", () => {
  it("marks what was looked at, with an event and a mail to the owner; its logo is seen from then on", async () => {
    const clientId = await waiting();
    await changeLogo(await manage(developer, clientId), png(128, 128));
    const revision = await revisionOf(clientId);
    expect(await verifyClient(administrator, clientId, revision)).toMatchObject({ ok: true });
    expect(await statusOf(clientId)).toBe("verified");
    expect(await findShownLogo(null, clientId)).toMatchObject({ isPublic: true });
    expect(await listEvents({ clientId, type: "client.verified", limit: 5 })).toMatchObject([
      { userId: administrator.userId },
    ]);
    expect((await mailsTo("developer@example.org")).at(-1)?.subject).toContain("is verified");
  });

  it("does not count for a name, or a logo, that came after the page was opened", async () => {
    const clientId = await waiting();
    const before = await revisionOf(clientId);
    await changeClient(await manage(developer, clientId), { name: "My Bank" });
    expect(await verifyClient(administrator, clientId, before)).toMatchObject({ problem: { key: "review_stale" } });
    const between = await revisionOf(clientId);
    await changeLogo(await manage(developer, clientId), png(256, 256));
    for (const revision of [between, "", "nonsense"]) {
      expect(await verifyClient(administrator, clientId, revision)).toMatchObject({ problem: { key: "review_stale" } });
    }
    expect(await statusOf(clientId)).toBe("in_review");
    expect(await verifyClient(administrator, clientId, await revisionOf(clientId))).toMatchObject({ ok: true });
  });

  it("is not for an app that sends people to localhost", async () => {
    const clientId = await waiting(["http://localhost:5173/callback"]);
    const result = await verifyClient(administrator, clientId, await revisionOf(clientId));
    expect(result).toMatchObject({ problem: { key: "verified_uris" } });
    expect(await statusOf(clientId)).toBe("in_review");
  });
});

describe("what a verified app changes (everything that was looked at)", () => {
  async function verified(): Promise<string> {
    const clientId = await waiting();
    await changeLogo(await manage(developer, clientId), png(128, 128));
    await verifyClient(administrator, clientId, await revisionOf(clientId));
    return clientId;
  }
  const seen = (clientId: string) => oauthStore.findClient(clientId);

  it("waits on the administrators' list, with a mail, while people see and use what was looked at", async () => {
    const clientId = await verified();
    await changeClient(await manage(developer, clientId), {
      name: "My Bank",
      publisher: "My Bank Ltd",
      clientUri: "https://evil.example/",
      policyUri: "https://evil.example/privacy",
      tokenEndpointAuthMethod: "client_secret_post",
      contacts: ["user@example.org"],
    });
    await setScopes(await manage(developer, clientId), { scopes: ["openid", "phone"], optionalScopes: [] });
    await changeLogo(await manage(developer, clientId), png(256, 256));
    expect(await seen(clientId)).toMatchObject({
      status: "verified",
      name: "Acme Calendar",
      publisher: "Acme",
      clientUri: "https://app.example.org/",
      policyUri: null,
      tokenEndpointAuthMethod: "client_secret_basic",
      scopes: ["openid"],
    });
    expect(await findClientDetails(clientId)).toMatchObject({ contacts: ["user@example.org"] });
    expect((await listReviews(administrator))?.reviews.map(({ client }) => client.clientId)).toContain(clientId);
    expect((await findReview(administrator, clientId))?.changes.map(({ member }) => member).sort()).toEqual(
      ["clientUri", "logo", "name", "policyUri", "publisher", "scopes", "tokenEndpointAuthMethod"].sort(),
    );
    const mails = (await mailsTo("admin@example.org")).filter(({ body }) => body.includes(clientId));
    expect(mails).toHaveLength(2);

    const logo = (await findReview(administrator, clientId))?.logo?.digest;
    expect(await verifyClient(administrator, clientId, await revisionOf(clientId))).toMatchObject({ ok: true });
    expect(await seen(clientId)).toMatchObject({
      status: "verified",
      name: "My Bank",
      publisher: "My Bank Ltd",
      clientUri: "https://evil.example/",
      tokenEndpointAuthMethod: "client_secret_post",
      scopes: ["openid", "phone"],
    });
    expect((await findShownLogo(null, clientId))?.digest).toBe(logo);
    expect((await findClientDetails(clientId))?.pendingChanges).toBeNull();
  });

  it("is dropped when it is refused; the app stays verified as it was, and its owner reads why", async () => {
    const clientId = await verified();
    await changeClient(await manage(developer, clientId), { name: "My Bank" });
    await changeLogo(await manage(developer, clientId), png(256, 256));
    expect(await refuseChanges(administrator, clientId, " ")).toMatchObject({ problem: { key: "reason_missing" } });
    await refuseChanges(administrator, clientId, "You are no bank.");
    expect(await seen(clientId)).toMatchObject({ status: "verified", name: "Acme Calendar" });
    expect((await findReview(administrator, clientId))?.changes).toEqual([]);
    expect((await findLogo(await manage(developer, clientId)))?.isPublic).toBe(true);
    expect(await findReviewRefusal(await manage(developer, clientId))).toBe("You are no bank.");
    expect((await mailsTo("developer@example.org")).at(-1)?.body).toContain("You are no bank.");
  });

  it("works at once where it is an address, and counts as verified at hosts that were looked at only", async () => {
    const clientId = await verified();
    await addUris(await manage(developer, clientId), "redirect", ["https://app.example.org/second"]);
    expect((await findClientDetails(clientId))?.pendingChanges).toBeNull();
    await addUris(await manage(developer, clientId), "redirect", ["https://new.example.org/callback"]);
    await addUris(await manage(developer, clientId), "post_logout", ["https://bye.example.org/"]);
    const client = await seen(clientId);
    expect(client?.redirectUris).toContain("https://new.example.org/callback");
    expect(client?.reviewedHosts).toEqual(["app.example.org"]);
    expect((await findReview(administrator, clientId))?.changes).toEqual([
      { member: "hosts", before: ["app.example.org"], after: ["new.example.org", "bye.example.org"] },
    ]);
    await verifyClient(administrator, clientId, await revisionOf(clientId));
    expect((await seen(clientId))?.reviewedHosts.sort()).toEqual(
      ["app.example.org", "bye.example.org", "new.example.org"].sort(),
    );
  });

  it("does not slip in by an address that is added while the administrator looks", async () => {
    const clientId = await waiting();
    const before = await revisionOf(clientId);
    await addUris(await manage(developer, clientId), "redirect", ["https://evil.example/callback"]);
    expect(await verifyClient(administrator, clientId, before)).toMatchObject({ problem: { key: "review_stale" } });
  });

  it("is refused with words where it does not go together with what counts by now (RFC 7591 §2)", async () => {
    const clientId = await verified();
    await changeClient(await manage(developer, clientId), { tokenEndpointAuthMethod: "none" });
    await changeClient(await manage(developer, clientId), { grantTypes: ["authorization_code", "client_credentials"] });
    const before = await findClientDetails(clientId);
    const fields = { grantTypes: "grant_unsuitable" };
    const result = await verifyClient(administrator, clientId, await revisionOf(clientId));
    expect(result).toMatchObject({ problem: { key: "review_conflict", fields } });
    expect(await findClientDetails(clientId)).toEqual(before);
    await changeClient(await manage(developer, clientId), { grantTypes: ["authorization_code"] });
    expect(await verifyClient(administrator, clientId, await revisionOf(clientId))).toMatchObject({ ok: true });
    expect(await seen(clientId)).toMatchObject({ tokenEndpointAuthMethod: "none", requirePkce: true });
  });

  it("leaves an app its keys until another way to authenticate was looked at", async () => {
    const clientId = await verified();
    const jwks = { keys: [publicJwk("P-256")] };
    const keyed = { tokenEndpointAuthMethod: "private_key_jwt", tokenEndpointAuthSigningAlg: "ES256", jwks } as const;
    await changeClient(await manage(administrator, clientId), structuredClone(keyed));
    const secret = {
      tokenEndpointAuthMethod: "client_secret_basic",
      tokenEndpointAuthSigningAlg: null,
      jwks: null,
    } as const;
    expect(await changeClient(await manage(developer, clientId), secret)).toMatchObject({ ok: true });
    expect(await seen(clientId)).toMatchObject(keyed);
    expect(await verifyClient(administrator, clientId, await revisionOf(clientId))).toMatchObject({ ok: true });
    expect(await seen(clientId)).toMatchObject(secret);
  });

  it("leaves an app its way to authenticate as it is where keys are to take its place", async () => {
    const clientId = await verified();
    const hmac = { tokenEndpointAuthMethod: "client_secret_jwt", tokenEndpointAuthSigningAlg: "HS256" } as const;
    await changeClient(await manage(administrator, clientId), hmac);
    const jwks = { keys: [publicJwk("P-256")] };
    const keyed = { tokenEndpointAuthMethod: "private_key_jwt", tokenEndpointAuthSigningAlg: "ES256", jwks } as const;
    expect(await changeClient(await manage(developer, clientId), structuredClone(keyed))).toMatchObject({ ok: true });
    expect(await seen(clientId)).toMatchObject(hmac);
    await changeClient(await manage(administrator, clientId), {
      tokenEndpointAuthMethod: "client_secret_basic",
      tokenEndpointAuthSigningAlg: null,
    });
    expect((await findClientDetails(clientId))?.pendingChanges).toBeNull();
  });

  it("is refused at its field where it fits only what waits", async () => {
    const clientId = await verified();
    await changeClient(await manage(administrator, clientId), {
      tokenEndpointAuthMethod: "none",
      grantTypes: ["authorization_code"],
    });
    const changes = {
      tokenEndpointAuthMethod: "client_secret_basic",
      grantTypes: ["authorization_code", "client_credentials"],
    } as const;
    const result = await changeClient(await manage(developer, clientId), {
      ...changes,
      grantTypes: [...changes.grantTypes],
    });
    expect(result).toMatchObject({ problem: { fields: { grantTypes: "fits_waiting" } } });
    expect((await findClientDetails(clientId))?.pendingChanges).toBeNull();
  });

  it("counts at once when an administrator changes it", async () => {
    const clientId = await verified();
    await changeClient(await manage(developer, clientId), { name: "My Bank", publisher: "My Bank Ltd" });
    await changeClient(await manage(administrator, clientId), { name: "Acme Board" });
    await addUris(await manage(administrator, clientId), "redirect", ["https://board.example.org/callback"]);
    expect(await seen(clientId)).toMatchObject({
      name: "Acme Board",
      reviewedHosts: ["app.example.org", "board.example.org"],
    });
    expect((await findClientDetails(clientId))?.pendingChanges).toEqual({ publisher: "My Bank Ltd" });
  });

  it("goes on to wait where an administrator adds or removes another address than the one that waits", async () => {
    const clientId = await verified();
    await addUris(await manage(developer, clientId), "redirect", [
      "https://evil.example/callback",
      "https://worse.example/callback",
    ]);
    await addUris(await manage(administrator, clientId), "redirect", ["https://board.example.org/callback"]);
    const worse = (await listRedirectUris(clientId, "redirect")).find(({ uri }) => uri.includes("worse.example"));
    await removeUri(await manage(administrator, clientId), worse?.id ?? "");
    expect((await seen(clientId))?.reviewedHosts).toEqual(["app.example.org", "board.example.org"]);
    expect((await findClientDetails(clientId))?.pendingChanges).toEqual({ hosts: ["evil.example"] });
  });
});

describe("refusing", () => {
  it("sends the app back to development and tells its owner why, by mail and in the console", async () => {
    const clientId = await waiting();
    expect(await refuseClient(administrator, clientId, " ")).toMatchObject({ problem: { key: "reason_missing" } });
    expect(await refuseClient(administrator, clientId, "x".repeat(501))).toMatchObject({
      problem: { fields: { reason: "reason_long" } },
    });
    expect(await statusOf(clientId)).toBe("in_review");
    expect(await refuseClient(administrator, clientId, "The site does not answer.")).toMatchObject({ ok: true });
    expect(await statusOf(clientId)).toBe("development");
    expect((await mailsTo("developer@example.org")).at(-1)?.body).toContain("The site does not answer.");
    expect(await findReviewRefusal(await manage(developer, clientId))).toBe("The site does not answer.");
    await askForReview(await manage(developer, clientId));
    expect(await findReviewRefusal(await manage(developer, clientId))).toBeNull();
  });

  it("takes a verification back", async () => {
    const clientId = await waiting();
    await verifyClient(administrator, clientId, await revisionOf(clientId));
    await refuseClient(administrator, clientId, "It is somebody else's.");
    expect(await statusOf(clientId)).toBe("development");
    expect(await findShownLogo(null, clientId)).toBeNull();
  });
});

it("is for administrators only, whoever says they are one", async () => {
  const clientId = await waiting();
  const revision = await revisionOf(clientId);
  for (const actor of [developer, { ...developer, isAdmin: true }, { ...administrator, isAdmin: false }]) {
    expect(await listReviews(actor)).toBeNull();
    expect(await findReview(actor, clientId)).toBeNull();
    expect(await verifyClient(actor, clientId, revision)).toMatchObject({ problem: { key: "not_found" } });
    expect(await refuseChanges(actor, clientId, "No.")).toMatchObject({ problem: { key: "not_found" } });
    expect(await refuseClient(actor, clientId, "No.")).toMatchObject({ problem: { key: "not_found" } });
  }
  expect(await statusOf(clientId)).toBe("in_review");
});
