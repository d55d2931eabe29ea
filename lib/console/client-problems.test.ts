import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { addUris } from "../clients/redirect-uris";
import { makeClient, makePerson, manage } from "../clients/testing/people";
import { recordEvent } from "../db/audit/events";
import { useTestDatabase } from "../db/testing/test-database";
import { anyEvent } from "../events/testing/any-event";
import { countRecentRefusals, countRecentUses, findProblems, findTriedUris } from "./client-problems";

useTestDatabase();

const now = new Date("2026-03-01T12:00:00Z");
const hour = 3_600_000;
let developer: Actor & { userId: string };
let clientId: string;

async function refuse(type: string, hoursAgo: number, data: Record<string, unknown>): Promise<void> {
  const createdAt = new Date(now.getTime() - hoursAgo * hour);
  await recordEvent(anyEvent({ type, outcome: "refused", clientId, data, createdAt }), "command line");
}

beforeAll(async () => {
  developer = await makePerson("developer@example.org");
  ({ clientId } = await makeClient(developer, { redirectUris: ["https://app.example.org/cb"] }));
  const unknown = { error: "invalid_request", cause: "redirect_uri_unregistered" };
  await refuse("authorize.refused", 31 * 24, { ...unknown, receivedRedirectUri: "https://old.example.org/cb" });
  await refuse("authorize.refused", 30, { ...unknown, receivedRedirectUri: "https://yesterday.example.org/cb" });
  await refuse("authorize.refused", 3, { ...unknown, receivedRedirectUri: "http://127.0.0.1:5173/cb" });
  await refuse("authorize.refused", 2, { ...unknown, receivedRedirectUri: "https://b.example.org/cb" });
  await refuse("authorize.refused", 1, { ...unknown, receivedRedirectUri: "http://127.0.0.1:5173/cb" });
  await refuse("token.refused", 0, { error: "invalid_client", cause: "secret_wrong" });
  const used = { type: "authorize.allowed", outcome: "ok" as const, clientId };
  await recordEvent(
    anyEvent({ ...used, data: { redirectUri: "https://app.example.org/cb" }, createdAt: now }),
    "command line",
  );
});

describe("what went wrong last", () => {
  it("is told newest first for thirty days, page by page", async () => {
    const page = await findProblems(await manage(developer, clientId), { limit: 3 }, now);
    expect(page?.problems.map((problem) => problem.cause)).toEqual([
      "secret_wrong",
      "redirect_uri_unregistered",
      "redirect_uri_unregistered",
    ]);
    const next = await findProblems(await manage(developer, clientId), { limit: 3, before: page?.older ?? "" }, now);
    expect(next?.problems.map((problem) => problem.receivedRedirectUri)).toEqual([
      "http://127.0.0.1:5173/cb",
      "https://yesterday.example.org/cb",
    ]);
    expect(next?.older).toBeNull();
    expect(await countRecentRefusals(await manage(developer, clientId), now)).toBe(4);
  });

  it("names the addresses tried in the last 24 hours, the commonest first, until they are added", async () => {
    expect(await findTriedUris(await manage(developer, clientId), now)).toEqual([
      { uri: "http://127.0.0.1:5173/cb", times: 2, isForeign: true },
      { uri: "https://b.example.org/cb", times: 1, isForeign: true },
    ]);
    await addUris(await manage(developer, clientId), "redirect", ["http://127.0.0.1:5173/cb"]);
    expect(await findTriedUris(await manage(developer, clientId), now)).toEqual([
      { uri: "https://b.example.org/cb", times: 1, isForeign: true },
    ]);
    const page = await findProblems(await manage(developer, clientId), {}, now);
    expect(page?.problems.map((problem) => problem.canAddUri)).toEqual([false, false, true, false, true]);
  });

  it("marks what leads to none of the app's hosts, since anybody can try an address, and puts it last", async () => {
    const { clientId: other } = await makeClient(developer, { redirectUris: ["https://app.example.org/cb"] });
    const attempt = (receivedRedirectUri: string) =>
      recordEvent(
        anyEvent({
          type: "authorize.refused",
          outcome: "refused" as const,
          clientId: other,
          createdAt: now,
          data: { error: "invalid_request", cause: "redirect_uri_unregistered", receivedRedirectUri },
        }),
        "command line",
      );
    for (let n = 0; n < 3; n += 1) await attempt("https://app.example.org.evil.example/cb");
    await attempt("https://app.example.org/calback");
    expect(await findTriedUris(await manage(developer, other), now)).toEqual([
      { uri: "https://app.example.org/calback", times: 1, isForeign: false },
      { uri: "https://app.example.org.evil.example/cb", times: 3, isForeign: true },
    ]);
  });

  it("counts how often an address was used in the last 24 hours", async () => {
    expect(await countRecentUses(await manage(developer, clientId), "https://app.example.org/cb", now)).toBe(1);
    expect(await countRecentUses(await manage(developer, clientId), "https://b.example.org/cb", now)).toBe(0);
  });
});
