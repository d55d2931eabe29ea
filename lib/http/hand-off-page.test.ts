import { expect, it } from "vitest";
import { WEB_CLIENT } from "../oauth/testing/fixtures";
import { renderHandOffPage } from "./hand-off-page";

it("links to the app, with everything that others chose as text, and runs no script", async () => {
  const href = `com.example.notes:/cb?code=x&state=${encodeURIComponent('"><script>')}"`;
  const response = renderHandOffPage({ href, client: { ...WEB_CLIENT, name: "<b>Notes</b>" } }, null);
  const body = await response.text();
  expect(response.status).toBe(200);
  expect(body).toContain('href="com.example.notes:/cb?code=x&amp;state=%22%3E%3Cscript%3E&quot;"');
  expect(body).toContain("You can return to &lt;b&gt;Notes&lt;/b&gt;");
  expect(body).not.toContain("<script");
  expect(response.headers.get("content-security-policy")).toContain("script-src 'none'");
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("referrer-policy")).toBe("no-referrer");
});
