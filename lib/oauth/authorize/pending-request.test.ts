import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import type { Client } from "../model";
import { authentication, CHALLENGE, CONFIDENTIAL, type encodeFields, get, TestPortal } from "../testing/test-context";
import { handleAuthorizeRequest } from "./handle-request";

const CALLBACK = "https://client.example/callback";
const TRUSTED: Client = { ...CONFIDENTIAL, isTrusted: true };

type Fields = Parameters<typeof encodeFields>[0];

const REQUEST: Fields = {
  client_id: CONFIDENTIAL.clientId,
  redirect_uri: CALLBACK,
  response_type: "code",
  scope: "openid",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};

function authorize(portal: TestPortal, fields: Fields) {
  return handleAuthorizeRequest(get("/oauth/authorize", { ...REQUEST, ...fields }), portal.context);
}

describe("ui_locales (OIDC Core §3.1.2.1)", () => {
  it("is kept by the browser for the pages where the request waits", async () => {
    const response = await authorize(new TestPortal(), { ui_locales: "fr-CA fr en-XA" });
    expect(response.headers.getSetCookie()).toEqual(["browser=browser", "ui_locales=fr-CA fr en-XA"]);
  });

  it.each<[string, Fields]>([
    ["names no language of the portal", { ui_locales: "tlh" }],
    ["is no list of tags", { ui_locales: "<script> %00 ,;" }],
    ["has more words than any other parameter may have", { ui_locales: "xx ".repeat(900) }],
    ["is absent", {}],
  ])("is no error when it %s: nothing REQUIRES a locale", async (_case, fields) => {
    const response = await authorize(new TestPortal(), fields);
    expect(response.headers.get("location")).toContain("/consent?request=");
  });

  it("inside a request object counts as beside it (OIDC Core §6.1)", async () => {
    const { publicKey, privateKey } = await generateKeyPair("RS256");
    const jwks = { keys: [{ ...(await exportJWK(publicKey)) }] };
    const portal = new TestPortal({ clients: [{ ...CONFIDENTIAL, jwks }] });
    const claims = { client_id: CONFIDENTIAL.clientId, ui_locales: "en-XA" };
    const request = await new SignJWT(claims).setProtectedHeader({ alg: "RS256" }).sign(privateKey);
    const response = await authorize(portal, { request, ui_locales: "fr" });
    expect(response.headers.getSetCookie()).toContain("ui_locales=en-XA");
  });

  it("goes with the answer by a page, and so does the language of the account", async () => {
    const portal = new TestPortal({ clients: [TRUSTED] });
    portal.signedIn = authentication({ locale: "ko" });
    await authorize(portal, { response_mode: "form_post", ui_locales: "en-XA" });
    expect(portal.readers).toMatchObject([{ uiLocales: "en-XA", locale: "ko" }]);
  });
});
