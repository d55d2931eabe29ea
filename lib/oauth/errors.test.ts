import { describe, expect, it } from "vitest";
import { AuthorizationError, OAuthError, onBehalfOf } from "./errors";

describe("OAuthError", () => {
  it.each([
    ["invalid_request", 400],
    ["invalid_client", 401],
    ["invalid_grant", 400],
    ["unauthorized_client", 400],
    ["unsupported_grant_type", 400],
    ["invalid_scope", 400],
    ["invalid_target", 400],
    ["invalid_token", 401],
    ["insufficient_scope", 403],
    ["server_error", 500],
  ] as const)("%s has status %d (RFC 6749 §5.2, RFC 6750 §3.1)", (code, status) => {
    expect(new OAuthError(code, "words").status).toBe(status);
  });

  it("keeps its description within %x20-21 / %x23-5B / %x5D-7E (RFC 6749 §5.2)", () => {
    const { description } = new OAuthError("invalid_request", 'a "b" \\ c\r\nd é \u007f');
    expect(description).toBe("a 'b' ? c??d ? ?");
  });

  it("is filed under the client on whose behalf it was thrown, the first one counts", async () => {
    const error = new OAuthError("invalid_grant", "words");
    const step = async () => {
      throw error;
    };
    await expect(onBehalfOf("outer", () => onBehalfOf("inner", step))).rejects.toBe(error);
    expect(error.detail.clientId).toBe("inner");
  });

  it("is redirectable only as AuthorizationError", () => {
    const target = { redirectUri: "https://client.example/cb", responseMode: "query", state: null } as const;
    expect(new AuthorizationError("access_denied", "words", target)).toBeInstanceOf(OAuthError);
    expect(new OAuthError("access_denied", "words")).not.toHaveProperty("target");
  });
});
