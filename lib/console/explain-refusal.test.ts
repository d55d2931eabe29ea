import { describe, expect, it } from "vitest";
import { consoleWords } from "../i18n/en/console";
import { type Cause, explainRefusal } from "./explain-refusal";

function explain(type: string, data: Record<string, unknown>) {
  return explainRefusal({ id: "1", createdAt: new Date(0), type, requestId: null, data });
}

describe("the cause of a refused request", () => {
  it.each<[string, string, string, Cause]>([
    ["authorize.refused", "invalid_request", "redirect_uri is missing", "redirect_uri_missing"],
    ["authorize.refused", "invalid_request", "This client must use PKCE: code_challenge is missing", "pkce_missing"],
    ["authorize.refused", "invalid_request", "code_challenge_method must be S256", "pkce_method"],
    ["authorize.refused", "unsupported_response_type", "The only response_type is code", "response_type"],
    ["authorize.refused", "invalid_scope", "None of the scopes is registered for this client", "scope"],
    ["authorize.refused", "access_denied", "The person refused", "access_denied"],
    ["authorize.refused", "login_required", "Nobody is signed in", "login_required"],
    ["authorize.refused", "consent_required", "Consent is needed", "consent_required"],
    ["authorize.refused", "unauthorized_client", "The client is suspended", "suspended"],
    ["token.refused", "invalid_client", "Client authentication failed", "client_authentication"],
    ["token.refused", "invalid_grant", "code_verifier does not match", "pkce_verifier"],
    ["token.refused", "invalid_grant", "redirect_uri differs", "redirect_uri_mismatch"],
    ["token.refused", "invalid_grant", "The code is expired", "code_invalid"],
    ["token.refused", "invalid_grant", "The refresh token is revoked", "refresh_token"],
    ["code.reused", "invalid_grant", "The code was used before", "code_reused"],
    ["token.refused", "unauthorized_client", "Not registered for this grant", "grant_type"],
    ["token.refused", "invalid_request", "grant_type is repeated", "invalid_request"],
    ["token.refused", "server_error", "Something", "other"],
  ])("%s %s (%s) is %s", (type, error, description, cause) => {
    expect(explain(type, { error, description }).cause).toBe(cause);
  });

  it("is the address when one was received that is not registered", () => {
    const explained = explain("authorize.refused", {
      error: "invalid_request",
      receivedRedirectUri: "http://x.example",
    });
    expect(explained).toMatchObject({ cause: "redirect_uri", receivedRedirectUri: "http://x.example" });
  });

  it("is never undefined, whatever was recorded", () => {
    for (const data of [{}, { error: 7 }, { error: "" }, { error: "toString" }]) {
      expect(Object.keys(consoleWords.causes)).toContain(explain("x", data).cause);
    }
  });
});
