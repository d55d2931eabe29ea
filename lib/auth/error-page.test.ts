import { beforeAll, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { getCookieName } from "@/lib/http/cookies";
import { renderFormPostPage } from "@/lib/http/form-post-page";
import { resetMasterKey } from "@/lib/keys/secret";
import type { Client } from "@/lib/oauth/model";
import { WEB_CLIENT } from "@/lib/oauth/testing/fixtures";
import { createAccount } from "./accounts";
import { type ErrorPageInput, renderErrorPage } from "./error-page";
import { createSession } from "./session";

useTestDatabase();

const registered = ["https://app.example.org/callback", "https://other.example.org/"];
const received = "https://app.example.org/calback";
let client: Client;
let ownerCookie = "";

beforeAll(async () => {
  resetEnv({ PORTICO_ISSUER: "http://localhost:3000" });
  resetMasterKey("a secret for tests, 32 characters and more");
  const owner = await createAccount({ email: "developer@example.org", password: null });
  const request = new Request("http://localhost:3000/");
  const { setCookies } = await createSession({ userId: owner?.userId ?? "", amr: ["pwd"], request });
  ownerCookie = (setCookies[0] ?? "").split(";")[0] ?? "";
  client = { ...WEB_CLIENT, name: "Acme Calendar", redirectUris: registered, ownerId: owner?.userId ?? null };
});

async function open(input: Partial<ErrorPageInput>, cookie = "") {
  const url = `http://localhost:3000/oauth/authorize?redirect_uri=${encodeURIComponent(received)}`;
  const response = await renderErrorPage({
    status: 400,
    cause: "redirect_uri_unregistered",
    error: "invalid_request",
    description: "The redirect_uri is not registered",
    client,
    receivedRedirectUri: received,
    wayBack: null,
    request: new Request(url, { headers: { cookie } }),
    ...input,
  });
  return { response, body: await response.text() };
}

describe("the error page (RFC 6749 §4.1.2.1)", () => {
  it("tells the person what matters, and never leads to the address that was sent", async () => {
    const { response, body } = await open({});
    expect(response.status).toBe(400);
    expect(response.headers.get("location")).toBeNull();
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(body).toContain("Acme Calendar");
    expect(body).toContain("Nothing was shared");
    expect(body).not.toMatch(/href="https:\/\/app\.example\.org/);
  });

  it("says in the open what the app's developer has to change", async () => {
    for (const cookie of ["", ownerCookie]) {
      const [shown = "", folded = ""] = (await open({}, cookie)).body.split("<details");
      expect(shown).toContain("redirect_uri is not registered");
      expect(shown).toContain("If the address is yours, add it to the list");
      expect(shown.replaceAll(/<\/?mark>/g, "")).toContain(received);
      expect(folded).toContain(client.clientId);
    }
  });

  it.each<[Partial<ErrorPageInput>, string]>([
    [{ cause: "code_challenge_missing", receivedRedirectUri: null }, "code_challenge_method=S256"],
    [{ cause: "client_unknown", client: null, receivedRedirectUri: null }, "Copy the client_id"],
    [{ cause: "parameter_repeated", receivedRedirectUri: null }, "A parameter was sent twice"],
  ])("names what to change: %j", async (input, sentence) => {
    const [shown] = (await open(input)).body.split("<details");
    expect(shown).toContain(sentence);
  });

  it.each<[Partial<ErrorPageInput>, string]>([
    [{ cause: "request_expired" }, "open too long"],
    [{ cause: "client_suspended" }, "has been suspended"],
    [{ cause: "server_error", status: 500 }, "not in the app"],
  ])("blames no app for what no developer can mend: %j", async (input, sentence) => {
    const { body } = await open({ ...input, client: null, receivedRedirectUri: null });
    expect(body).toContain(sentence);
    expect(body).not.toContain("setup has a problem");
    expect(body).not.toContain("app&#39;s developer");
  });

  it("warns the owner of an address at a host that is none of the app's: anybody can try one", async () => {
    const foreign = { receivedRedirectUri: "https://app.example.org.evil.example/callback" };
    expect((await open(foreign, ownerCookie)).body).toContain("leads to app.example.org.evil.example");
    expect((await open({}, ownerCookie)).body).not.toContain("leads to");
  });

  it("shows strangers only what was received", async () => {
    const { body } = await open({});
    expect(body).toContain(received);
    expect(body).not.toContain("https://app.example.org/callback");
    expect(body).not.toContain("other.example.org");
  });

  it("shows the owner the registered addresses, the first difference, and the way to add the new one", async () => {
    const { body } = await open({}, ownerCookie);
    expect(body).toContain("https://app.example.org/cal<mark>b</mark>ack");
    expect(body).toContain("https://app.example.org/cal<mark>l</mark>back");
    expect(body).toContain("differs first at character 28");
    expect(body).toContain(
      `href="/console/clients/${client.clientId}/redirect-uris?add=https%3A%2F%2Fapp.example.org%2Fcalback"`,
    );
  });

  it("marks an address that ends too early", async () => {
    const { body } = await open({ receivedRedirectUri: "https://app.example.org/" }, ownerCookie);
    expect(body).toContain("https://app.example.org/<mark>∎</mark>");
  });

  it.each([
    ['"><script>alert(1)</script>', "&quot;&gt;&lt;script&gt;"],
    ["'onmouseover=alert(1)", "&#39;onmouseover"],
  ])("shows %j as text, in every place", async (hostile, escaped) => {
    const named = { ...client, name: hostile, clientId: hostile };
    for (const cookie of ["", ownerCookie]) {
      const { body } = await open({ client: named, description: hostile, receivedRedirectUri: hostile }, cookie);
      expect(body).not.toContain("<script>");
      expect(body).toContain(escaped);
      expect(body.replaceAll(/"[^"]*"/g, "")).not.toMatch(/<[^>]*onmouseover/);
    }
  });

  it("of an unchecked app names the host before it leads there (RFC 9700 §4.11.2)", async () => {
    const redirectUri = "https://login.bank.example.evil.example:8443/cb";
    const href = `${redirectUri}?error=invalid_scope&state=a%20state`;
    const wayBack = { redirectUri, href, fields: null };
    const { response, body } = await open({ cause: "scope_not_allowed", receivedRedirectUri: null, wayBack });
    expect([response.status, response.headers.get("location")]).toEqual([400, null]);
    expect(response.headers.get("refresh")).toBeNull();
    expect(body).not.toContain("http-equiv");
    expect(body).toContain("login.bank.example.<strong>evil.example</strong>:8443");
    expect(body).toContain(`<a id="go-on" class="button" href="${href.replace("&", "&amp;")}" rel="noreferrer">`);
    expect(body).toContain("Nobody here has checked this app");
    expect(body).toContain("Scope is not allowed");
  });

  it("of an unchecked app posts the answer where it was asked by form_post, when the person presses it", async () => {
    const fields: [string, string][] = [
      ["error", "invalid_scope"],
      ["state", '"><script>'],
    ];
    const wayBack = { redirectUri: "com.example.app:/cb", href: "com.example.app:/cb", fields };
    const { body } = await open({ cause: "scope_not_allowed", receivedRedirectUri: null, wayBack });
    expect(body).toContain('<form method="post" action="com.example.app:/cb">');
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(body).toContain("Continue to an app on this device");
    expect(body).not.toContain("<script>");
  });

  it("runs no script and cannot be framed", async () => {
    const { response } = await open({});
    const policy = response.headers.get("content-security-policy");
    expect(policy).toContain("script-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
  });

  it("keeps the colours that the person chose", async () => {
    const { body } = await open({}, `${getCookieName("theme")}=dark`);
    expect(body).toContain('<html lang="en" data-theme="dark">');
    expect((await open({}, `${getCookieName("theme")}=%22%3E`)).body).toContain('<html lang="en">');
  });
});

describe("the form_post page (OAuth 2.0 Form Post Response Mode §2)", () => {
  it("carries every field as it is, submits itself, and has a button without JavaScript", async () => {
    const state = `"><script>alert(1)</script>&amp;'`;
    const action = "https://app.example.org/cb?x=1&y=2";
    const response = renderFormPostPage({ action, fields: [["state", state]], client, isSilent: false }, null);
    const body = await response.text();
    expect(body).toContain('action="https://app.example.org/cb?x=1&amp;y=2"');
    expect(body).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;&#39;"');
    expect(body).toMatch(/<button[^>]*type="submit"/);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/script-src 'sha256-/);
    expect(policy).not.toContain("form-action");
  });

  it.each([
    ["answers prompt=none, in frames of the origin it goes to (OIDC Core §3.1.2.1)", true, "https://app.example.org"],
    ["answers a person, in nobody's frame", false, "'none'"],
  ])("that %s", (_what, isSilent, expected) => {
    const response = renderFormPostPage(
      { action: "https://app.example.org/cb?x=1", fields: [], client, isSilent },
      null,
    );
    expect(response.headers.get("content-security-policy")).toMatch(new RegExp(`; frame-ancestors ${expected}$`));
    expect(response.headers.get("x-frame-options")).toBeNull();
  });

  it("that goes to an app's own scheme stands in nobody's frame", () => {
    const response = renderFormPostPage({ action: "com.example.app:/cb", fields: [], client, isSilent: true }, null);
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });
});
