import { expect, it } from "vitest";
import { countRequest } from "../db/clients/client-usage";
import { useTestDatabase } from "../db/testing/test-database";
import { refusedAt } from "../events/catalogue";
import { findAppUsage, listUsageRows, readUsageRange } from "./app-usage";
import { makeClient, makePerson, manage } from "./testing/people";

useTestDatabase();

const NOW = new Date("2026-03-03T12:30:00Z");
const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000);

it("adds up sign-ins, tokens, errors, people and the time of the token endpoint, by the hour and by the day", async () => {
  const person = await makePerson("usage@example.org");
  const { clientId } = await makeClient(person);
  const managed = await manage(person, clientId);
  const data = { redirectUri: null, scopes: "openid", pkce: true, nonce: false };
  for (const userId of ["one", "two", "one"]) {
    countRequest({ type: "authorize.allowed", outcome: "ok", clientId, userId, data }, null, hoursAgo(1));
  }
  const issued = { type: "token.issued", outcome: "ok", clientId, data: { grantType: "refresh_token" } } as const;
  for (let time = 0; time < 99; time += 1) countRequest(issued, 4, hoursAgo(1));
  countRequest(issued, 900, hoursAgo(30));
  const refused = { error: "invalid_client", description: "", cause: "secret_wrong" } as const;
  countRequest({ type: refusedAt("token"), outcome: "refused", clientId, data: refused }, 1, hoursAgo(60));
  // A second process, or a second write, adds to the same rows.
  await findAppUsage(managed, "24h", NOW);
  const denied = { error: "access_denied", description: "", cause: "person_denied" } as const;
  countRequest({ type: "authorize.denied", outcome: "refused", clientId, data: denied }, null, hoursAgo(1));
  countRequest({ type: "authorize.allowed", outcome: "ok", clientId, userId: "two", data }, null, hoursAgo(1));
  // A silent question that nobody could be asked is no sign-in that failed.
  for (const cause of ["login_required", "consent_required"] as const) {
    const silent = { error: cause, description: "", cause };
    countRequest({ type: "authorize.refused", outcome: "refused", clientId, data: silent }, null, hoursAgo(1));
  }

  const day = await findAppUsage(managed, "24h", NOW);
  expect(day.steps).toHaveLength(24);
  expect(day.total).toEqual({
    signIns: { done: 4, refused: 1, failed: 0 },
    tokens: { refresh_token: 99 },
    errors: {},
    tokenP95: 5,
  });
  expect(day.people).toBe(2);
  expect(day.steps.at(-2)?.signIns.done).toBe(4);

  const week = await findAppUsage(managed, "7d", NOW);
  expect(week.total).toMatchObject({ tokens: { refresh_token: 100 }, errors: { secret_wrong: 1 } });
  expect(week.steps.map(({ tokens }) => tokens.refresh_token ?? 0)).toEqual([0, 0, 0, 0, 0, 1, 99]);
  expect(listUsageRows(week).at(-1)).toMatchObject({ measure: "errors", name: "secret_wrong", value: 1 });
  expect([readUsageRange("90d"), readUsageRange("1y"), readUsageRange(["7d"])]).toEqual(["90d", "7d", "7d"]);
});
