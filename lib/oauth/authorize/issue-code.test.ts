import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import type { Client } from "../model";
import { ALICE } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, type encodeFields, get, TestPortal, VERIFIER } from "../testing/test-context";
import { CALLBACK, token } from "../testing/test-grants";
import { answerConsent } from "./answer-request";
import { handleAuthorizeRequest } from "./handle-request";
import { getInteraction } from "./interaction";

type Fields = Parameters<typeof encodeFields>[0];

/** A portal at which the client of the test is registered with these values. */
const portalWith = (values: Partial<Client>) => new TestPortal({ clients: [{ ...CONFIDENTIAL, ...values }] });

/** The client changes: in the console, or by itself (RFC 7592). */
function change(portal: TestPortal, values: Partial<Client>): void {
  const client = portal.store.tables.clients.get(CONFIDENTIAL.clientId);
  if (!client) throw new Error("there is no client");
  Object.assign(client, values);
}

/** Where a request leads. */
async function ask(portal: TestPortal, fields: Fields): Promise<URLSearchParams> {
  const request = get("/oauth/authorize", {
    client_id: CONFIDENTIAL.clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...fields,
  });
  const response = await handleAuthorizeRequest(request, portal.context);
  return new URL(response.headers.get("location") ?? "").searchParams;
}

/** The code after a yes on the consent page. */
async function allow(portal: TestPortal, fields: Fields, scopes: string[] = []): Promise<string> {
  const requestId = (await ask(portal, fields)).get("request") ?? "";
  const person = { browserToken: "browser", authentication: portal.signedIn };
  const page = await getInteraction(requestId, "browser", portal.signedIn, portal.context);
  const revision = page.kind === "consent" ? page.revision : "";
  const answer = { requestId, ...person, answer: "allow" as const, scopes, lifetime: "", revision, shown: null };
  const response = await answerConsent(answer, portal.context);
  return new URL(response?.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

const redeem = (portal: TestPortal, code: string) =>
  token(portal, { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER });

const PLAIN = { scope: "calendar:read" };
const ONLINE = { grantTypes: ["authorization_code"] };
const OFFLINE = { grantTypes: ["authorization_code", "refresh_token"] };

describe("a client that changes between the yes and the redemption of the code", () => {
  it.each<[string, Partial<Client>, Partial<Client>]>([
    ["registers for refresh_token", ONLINE, OFFLINE],
    ["no longer leaves offline_access to the person", { optionalScopes: ["offline_access"] }, { optionalScopes: [] }],
  ])("and %s gets no refresh token of which the page said nothing (RFC 6749 §1.5)", async (_case, before, after) => {
    const portal = portalWith(before);
    const code = await allow(portal, PLAIN);
    change(portal, after);
    const response = await redeem(portal, code);
    expect(response).toMatchObject({ scope: "calendar:read" });
    expect(response).not.toHaveProperty("refresh_token");
  });

  it("and is no longer registered for refresh_token gets none, whatever was allowed", async () => {
    const portal = portalWith(OFFLINE);
    const code = await allow(portal, PLAIN);
    change(portal, ONLINE);
    expect(await redeem(portal, code)).not.toHaveProperty("refresh_token");
  });

  it("and has more scopes by then gets those that were allowed (RFC 6749 §3.3)", async () => {
    const portal = portalWith({ scopes: ["openid", "calendar:read"] });
    const code = await allow(portal, { scope: "openid calendar:read calendar:write" });
    change(portal, { scopes: ["openid", "calendar:read", "calendar:write"], optionalScopes: [] });
    expect(await redeem(portal, code)).toMatchObject({ scope: "openid calendar:read" });
  });

  it("and wants claims in the ID token by then gets those of what was allowed (OIDC Core §5.4, §5.5)", async () => {
    const portal = portalWith({ scopes: ["openid", "profile"], idTokenClaims: false });
    const claims = '{"id_token":{"email":null}}';
    const code = await allow(portal, { scope: "openid profile", claims });
    change(portal, { scopes: ["openid", "profile", "email"], idTokenClaims: true });
    const { id_token } = await redeem(portal, code);
    expect(decodeJwt(String(id_token))).toMatchObject({ name: ALICE.name });
    expect(decodeJwt(String(id_token))).not.toHaveProperty("email");
  });

  it("and may ask for an API by then gets no token for it, which nobody allowed (RFC 8707 §2.2)", async () => {
    const portal = portalWith({ scopes: ["openid", "calendar:read"] });
    const code = await allow(portal, { scope: "openid" });
    change(portal, { scopes: ["openid", "calendar:read", "calendar:write"] });
    const form = { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER };
    const [api] = portal.store.tables.resources.keys();
    expect(await token(portal, { ...form, resource: api })).toMatchObject({ error: "invalid_target" });
  });
});

describe("a client that changes between the yes and its next request", () => {
  it.each<[string, Partial<Client>, Partial<Client>, Fields]>([
    ["registers for refresh_token", ONLINE, OFFLINE, PLAIN],
    [
      "needs a scope that was optional",
      { optionalScopes: ["calendar:read"] },
      { optionalScopes: [] },
      { scope: "openid calendar:read" },
    ],
    ["has another scope", { scopes: ["openid"] }, { scopes: ["openid", "email"] }, { scope: "openid email" }],
    [
      "may ask for another claim",
      { scopes: ["openid"] },
      { scopes: ["openid", "email"] },
      { scope: "openid", claims: '{"userinfo":{"email":null}}' },
    ],
    [
      "sends people to another host than was looked at",
      {},
      { redirectUris: [CALLBACK], reviewedHosts: ["elsewhere.example"], status: "verified" },
      PLAIN,
    ],
    [
      "has no secret, and an address that any program can take",
      {},
      { tokenEndpointAuthMethod: "none", redirectUris: ["http://127.0.0.1/callback"] },
      { ...PLAIN, redirect_uri: "http://127.0.0.1/callback" },
    ],
  ])(
    "and %s has the person asked again: consent_required with prompt=none (OIDC Core §3.1.2.1)",
    async (_case, before, after, fields) => {
      const portal = portalWith({ optionalScopes: [], ...before });
      const asked = { scope: fields.scope };
      await allow(portal, asked);
      expect((await ask(portal, { ...asked, prompt: "none" })).has("code")).toBe(true);
      change(portal, after);
      expect((await ask(portal, { ...fields, prompt: "none" })).get("error")).toBe("consent_required");
      expect((await ask(portal, fields)).has("request")).toBe(true);
    },
  );
});
