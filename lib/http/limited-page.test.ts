import { afterAll, beforeAll, expect, it } from "vitest";
import { resetEnv } from "../env";
import { renderLimitedPage } from "./limited-page";

beforeAll(() => resetEnv({ PORTICO_ISSUER: "https://id.example" }));
afterAll(() => resetEnv());

const address = "https://id.example/oauth/authorize?client_id=a&state=%22%3E";

it("says how long to wait, also in Retry-After, and leads to the same request (RFC 6585 §4)", async () => {
  const response = renderLimitedPage({ seconds: 120, request: new Request(address) });
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "120"]);
  expect(response.headers.get("cache-control")).toContain("no-store");
  const page = await response.text();
  expect(page).toContain("2 minutes");
  expect(page).toContain('href="/oauth/authorize?client_id=a&amp;state=%22%3E"');
});

it("leads nowhere by a link that a POST needs", async () => {
  const page = await renderLimitedPage({ seconds: 1, request: new Request(address, { method: "POST" }) }).text();
  expect(page).not.toContain("/oauth/authorize");
  expect(page).toContain('href="/"');
});
