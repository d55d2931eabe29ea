import { describe, expect, it } from "vitest";
import { OAuthError } from "../errors";
import type { AuthorizeCheck, RequestPlace } from "../feature";
import { FEATURES } from "../features";
import { CALENDAR_API } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, encodeFields, get, PUBLIC, TestPortal } from "../testing/test-context";
import { parseParams } from "../wire/params";
import { NOTHING_ASKED, readRequest } from "./checks";

type Fields = Parameters<typeof encodeFields>[0];

const BY_BROWSER: Fields = {
  response_type: "code",
  scope: "openid calendar:read",
  resource: CALENDAR_API.identifier,
  nonce: "n",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
  prompt: "login",
  max_age: "60",
};

const portal = new TestPortal();

const request = get("/oauth/authorize");
const read = (at: RequestPlace, fields: Fields, client = CONFIDENTIAL) =>
  readRequest(
    at,
    { params: parseParams(encodeFields(fields)), client, request, values: { ...NOTHING_ASKED } },
    portal.context,
  );

/** The causes for which a request is refused at a place. */
async function causeOf(at: RequestPlace, fields: Fields, client = CONFIDENTIAL): Promise<string | null> {
  try {
    await read(at, fields, client);
    return null;
  } catch (error) {
    if (error instanceof OAuthError) return error.detail.cause;
    throw error;
  }
}

describe("what is read of a request", () => {
  it("is the same where it is pushed as where the browser brings it (RFC 9126 §2.1)", async () => {
    const brought = await read("authorize", BY_BROWSER);
    expect(brought).toMatchObject({ responseType: "code", nonce: "n", codeChallenge: CHALLENGE, prompt: ["login"] });
    expect(await read("par", BY_BROWSER)).toEqual(brought);
    for (const wrong of [{ prompt: "sing" }, { max_age: "x" }, { code_challenge: "x" }, { response_type: "x" }]) {
      const fields = { ...BY_BROWSER, ...wrong };
      expect(await causeOf("par", fields)).toBe(await causeOf("authorize", fields));
    }
  });

  it("of a device are its scopes and APIs, without what only a browser needs (RFC 8628 §3.1, RFC 8707 §2)", async () => {
    const fields = { scope: "openid calendar:read", resource: CALENDAR_API.identifier };
    expect(await read("device", fields, PUBLIC)).toMatchObject({
      scopes: ["openid", "calendar:read"],
      resources: [CALENDAR_API.identifier],
    });
    expect(await causeOf("authorize", fields, PUBLIC)).toBe("parameter_missing");
    expect(await causeOf("device", { scope: "unknown" }, PUBLIC)).toBe("scope_not_allowed");
    expect(await causeOf("device", { resource: ["https://other.example"] }, PUBLIC)).toBe("resource_unknown");
    expect(await causeOf("device", { scope: ["openid", "openid"] }, PUBLIC)).toBe("parameter_repeated");
  });

  it("of a person who is elsewhere is also whom the client means (OpenID Connect CIBA §7.1)", async () => {
    const fields = { scope: "openid", login_hint: "user@example.org", acr_values: "a b" };
    expect(await read("ciba", fields)).toMatchObject({ loginHint: "user@example.org", acrValues: ["a", "b"] });
    expect(await causeOf("ciba", { ...fields, id_token_hint: "none of ours" })).toBe("hint_unknown");
  });
});

describe("the checks", () => {
  it("go in the order of their table: the first that refuses names the error", async () => {
    const wrong = { ...BY_BROWSER, prompt: "sing", max_age: "x", code_challenge: "x", response_type: "x", scope: "x" };
    const causes = [];
    for (const mended of ["response_type", "scope", "code_challenge", "prompt", "max_age"]) {
      causes.push(await causeOf("authorize", wrong));
      Object.assign(wrong, { [mended]: BY_BROWSER[mended] });
    }
    expect(causes).toEqual([
      "response_type_unsupported",
      "scope_not_allowed",
      "code_challenge_malformed",
      "prompt_unknown",
      "max_age_malformed",
    ]);
    expect(await causeOf("authorize", wrong)).toBeNull();
  });

  it("of a feature come after those of the features before it, and only where it says", async () => {
    const seen: string[] = [];
    const check: AuthorizeCheck = {
      at: ["par"],
      run: ({ values }) => {
        seen.push(values.scopes.join(" "));
        return { acrValues: ["of the new feature"] };
      },
    };
    const context = { ...portal.context, features: [...FEATURES, { authorizeChecks: [check] }] };
    const reading = () => ({
      params: parseParams(encodeFields(BY_BROWSER)),
      client: CONFIDENTIAL,
      request,
      values: { ...NOTHING_ASKED },
    });
    expect(await readRequest("par", reading(), context)).toMatchObject({ acrValues: ["of the new feature"] });
    expect(await readRequest("authorize", reading(), context)).toMatchObject({ acrValues: [] });
    expect(seen).toEqual(["openid calendar:read"]);
  });
});
