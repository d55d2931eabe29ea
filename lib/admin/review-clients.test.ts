import { beforeAll, describe, expect, it } from "vitest";
import { askForReview, findReviewRefusal } from "../console/ask-for-review";
import type { Actor } from "../console/authorise";
import { changeClient } from "../console/change-client";
import { changeLogo, findShownLogo } from "../console/client-logo";
import { makeClient, makePerson } from "../console/testing/people";
import { png } from "../console/testing/pictures";
import { listEvents } from "../db/audit-events";
import { getDb } from "../db/client";
import { findClientDetails } from "../db/clients";
import { useTestDatabase } from "../db/testing/test-database";
import { findReview, listReviews, refuseClient, verifyClient } from "./review-clients";

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
  const { clientId } = await makeClient(developer, { redirectUris, ...links });
  expect(await askForReview(developer, clientId)).toEqual({ ok: true, value: null });
  return clientId;
}
const statusOf = async (clientId: string) => (await findClientDetails(clientId))?.status;
const revisionOf = async (clientId: string) => (await findReview(administrator, clientId))?.revision ?? "";
const mailsTo = async (recipient: string) =>
  (await getDb()).mail.findMany({ where: { recipient }, orderBy: { createdAt: "asc" } });

describe("asking for review", () => {
  it("puts an app on the list with a mail to administrators, once who is behind it is named", async () => {
    const { clientId } = await makeClient(developer);
    expect(await askForReview(developer, clientId)).toMatchObject({ problem: { key: "review_incomplete" } });
    await changeClient(developer, clientId, { publisher: "Acme", clientUri: "https://app.example.org/" });
    await askForReview(developer, clientId);
    await askForReview(developer, clientId);
    expect((await listReviews(administrator))?.map(({ client }) => client.clientId)).toContain(clientId);
    const mails = (await mailsTo("admin@example.org")).filter(({ body }) => body.includes(clientId));
    expect(mails).toHaveLength(1);
  });

  it("is for those who manage the app", async () => {
    const stranger = await makePerson("stranger@example.org");
    const { clientId } = await makeClient(developer, { publisher: "Acme", clientUri: "https://app.example.org/" });
    expect(await askForReview(stranger, clientId)).toMatchObject({ problem: { key: "not_found" } });
    expect(await statusOf(clientId)).toBe("development");
  });
});

describe("verifying", () => {
  it("marks what was looked at, with an event and a mail to the owner; its logo is seen from then on", async () => {
    const clientId = await waiting();
    await changeLogo(developer, clientId, png(128, 128));
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
    await changeClient(developer, clientId, { name: "My Bank" });
    expect(await verifyClient(administrator, clientId, before)).toMatchObject({ problem: { key: "review_stale" } });
    const between = await revisionOf(clientId);
    await changeLogo(developer, clientId, png(256, 256));
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
    expect(await findReviewRefusal(developer, clientId)).toBe("The site does not answer.");
    await askForReview(developer, clientId);
    expect(await findReviewRefusal(developer, clientId)).toBeNull();
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
    expect(await refuseClient(actor, clientId, "No.")).toMatchObject({ problem: { key: "not_found" } });
  }
  expect(await statusOf(clientId)).toBe("in_review");
});
