import { describe, expect, it } from "vitest";
import { OAuthError } from "./errors";
import type { Client } from "./model";
import { handleRevocationRequest } from "./revoke";
import { ALICE } from "./testing/fixtures";
import { basic, CONFIDENTIAL, post, TestPortal } from "./testing/test-context";
import { givenCode, redeemCode, refresh } from "./testing/test-grants";
import { findActiveAccessToken } from "./tokens/access-token";

const OTHER: Client = { ...CONFIDENTIAL, clientId: "pt_cl_other" };

async function givenTokens() {
  const portal = new TestPortal({ clients: [CONFIDENTIAL, OTHER] });
  await givenCode(portal, CONFIDENTIAL, { scopes: ["openid", "offline_access"] });
  const { access_token, refresh_token } = await redeemCode(portal);
  portal.events.length = 0;
  return { portal, access: String(access_token), refreshToken: String(refresh_token) };
}

async function revoke(portal: TestPortal, token: string, client: Client = CONFIDENTIAL): Promise<number | string> {
  const request = post("/oauth/revoke", { token }, basic(client.clientId));
  return await handleRevocationRequest(request, portal.context).then(
    (response) => response.status,
    (error: unknown) => (error instanceof OAuthError ? error.code : String(error)),
  );
}

describe("revocation (RFC 7009 §2)", () => {
  it("ends an access token alone", async () => {
    const { portal, access, refreshToken } = await givenTokens();
    expect(await revoke(portal, access)).toBe(200);
    expect(await findActiveAccessToken(access, portal.context)).toBeNull();
    expect(await refresh(portal, refreshToken)).toHaveProperty("access_token");
    expect(portal.events[0]).toMatchObject({ type: "token.revoked", userId: ALICE.userId });
  });

  it("ends with a refresh token its whole grant", async () => {
    const { portal, access, refreshToken } = await givenTokens();
    expect(await revoke(portal, refreshToken)).toBe(200);
    expect(await findActiveAccessToken(access, portal.context)).toBeNull();
    expect(await refresh(portal, refreshToken)).toMatchObject({ error: "invalid_grant" });
    expect(portal.events[0]).toMatchObject({ type: "token.revoked", userId: ALICE.userId });
  });

  it("of another client's token is refused, and ends nothing (RFC 7009 §2.1)", async () => {
    const { portal, access, refreshToken } = await givenTokens();
    for (const token of [access, refreshToken]) expect(await revoke(portal, token, OTHER)).toBe("invalid_grant");
    expect(await findActiveAccessToken(access, portal.context)).not.toBeNull();
    expect(await refresh(portal, refreshToken)).toHaveProperty("access_token");
    expect(portal.events.map(({ type }) => type)).not.toContain("token.revoked");
  });

  it.each(["pt_at_unknown", "pt_rt_unknown", "x", "a.b.c"])(
    "of an unknown token is done (RFC 7009 §2.2): %s",
    async (token) => {
      const { portal } = await givenTokens();
      expect(await revoke(portal, token)).toBe(200);
      expect(portal.events).toMatchObject([{ type: "token.not_found", userId: null }]);
    },
  );
});
