import { createHash } from "node:crypto";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import { SIGNING_ALGS } from "../algorithms";
import { handleAuthorizeRequest } from "../authorize/handle-request";
import { ALICE } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, get, ISSUER, TEST_KEYS, TestPortal } from "../testing/test-context";
import { CALLBACK, givenCode, redeemCode } from "../testing/test-grants";

describe("the ID token", () => {
  it.each(SIGNING_ALGS)("is signed with the registered algorithm, %s (OIDC Core §2)", async (alg) => {
    const client = { ...CONFIDENTIAL, idTokenSignedResponseAlg: alg };
    const portal = new TestPortal({ clients: [client] });
    await givenCode(portal, client);
    const response = await redeemCode(portal, client);
    const jwks = createLocalJWKSet({ keys: await TEST_KEYS.listPublicJwks() });
    const expected = { issuer: ISSUER, audience: client.clientId, subject: ALICE.userId, currentDate: portal.now };
    const { payload, protectedHeader } = await jwtVerify(String(response.id_token), jwks, expected);
    expect(protectedHeader).toEqual({ alg, kid: `key-${alg}`, typ: "JWT" });

    // OIDC Core §3.1.3.6: half of the hash of the algorithm; that of Ed25519 is SHA-512.
    const digest = createHash(alg === "EdDSA" ? "sha512" : "sha256")
      .update(String(response.access_token))
      .digest();
    expect(payload.at_hash).toBe(digest.subarray(0, digest.length / 2).toString("base64url"));
  });

  describe("beside an access token (OIDC Core §5.4)", () => {
    const scopes = ["openid", "profile", "email"];
    const PERSONAL = ["email", "email_verified", "name", "preferred_username"];

    async function exchange(idTokenClaims: boolean, granted = scopes, registered = CONFIDENTIAL.scopes) {
      const client = { ...CONFIDENTIAL, idTokenClaims, scopes: registered };
      const portal = new TestPortal({ clients: [client] });
      await givenCode(portal, client, { scopes: granted });
      const { id_token: idToken } = await redeemCode(portal, client);
      return Object.keys(decodeJwt(String(idToken))).filter((name) => PERSONAL.includes(name));
    }

    it("tells nothing of a person, who is at userinfo", async () => {
      expect(await exchange(false)).toEqual([]);
    });

    it("tells what the scopes stand for, where the client's settings say so", async () => {
      expect((await exchange(true)).sort()).toEqual(PERSONAL);
      expect((await exchange(true, ["openid", "email"])).sort()).toEqual(["email", "email_verified"]);
      expect(await exchange(true, ["openid"])).toEqual([]);
    });

    it.each([
      ["the client's settings", true, null, ["editors", "writers"]],
      ["the claims parameter", false, { id_token: { groups: { essential: true } } }, ["editors", "writers"]],
      ["the claims parameter for userinfo alone", false, { userinfo: { groups: null } }, undefined],
    ])("tells the person's groups by %s (OIDC Core §5.5)", async (_by, idTokenClaims, claims, told) => {
      const client = { ...CONFIDENTIAL, idTokenClaims, scopes: [...CONFIDENTIAL.scopes, "groups"] };
      const portal = new TestPortal({ clients: [client] });
      portal.store.tables.groups.push({ name: "editors", members: [ALICE.userId] });
      portal.store.tables.groups.push({ name: "writers", members: [ALICE.userId] });
      await givenCode(portal, client, { scopes: ["openid", "groups"], claims });
      const { id_token: idToken } = await redeemCode(portal, client);
      expect(decodeJwt(String(idToken)).groups).toEqual(told);
    });

    it("tells nothing of a scope that the client lost since", async () => {
      expect((await exchange(true, scopes, ["openid", "email"])).sort()).toEqual(["email", "email_verified"]);
    });
  });

  it.each(SIGNING_ALGS)("of %s is understood as id_token_hint", async (alg) => {
    const client = { ...CONFIDENTIAL, idTokenSignedResponseAlg: alg };
    const portal = new TestPortal({ clients: [client] });
    await givenCode(portal, client);
    const { id_token: idToken } = await redeemCode(portal, client);
    const query = {
      client_id: client.clientId,
      redirect_uri: CALLBACK,
      response_type: "code",
      scope: "openid",
      code_challenge: CHALLENGE,
      code_challenge_method: "S256",
      prompt: "none",
    };
    const answer = async (hint: string) => {
      const request = get("/oauth/authorize", { ...query, id_token_hint: hint });
      const response = await handleAuthorizeRequest(request, portal.context);
      return new URL(response.headers.get("location") ?? "").searchParams.get("error");
    };
    // The person is the one that is signed in, who has only not been asked yet.
    expect(await answer(String(idToken))).toBe("consent_required");
    expect(await answer(String(idToken).replace(/\.[\w-]+$/, ".AAAA"))).toBe("login_required");
  });
});
