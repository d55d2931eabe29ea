import { describe, expect, it } from "vitest";
import { createEndpoint } from "../http/oauth-endpoint";
import { consoleWords } from "../i18n/en/console";
import { handleAuthorizeRequest } from "../oauth/authorize/handle-request";
import { hashSecret } from "../oauth/secrets";
import { at, CALENDAR_API } from "../oauth/testing/fixtures";
import { basic, CHALLENGE, CONFIDENTIAL, get, PUBLIC, post, SECRET, TestPortal } from "../oauth/testing/test-context";
import { CALLBACK, CODE, givenCode, redeemCode } from "../oauth/testing/test-grants";
import { handleTokenRequest } from "../oauth/token/handle-request";
import { type Cause, explainRefusal } from "./explain-refusal";

const VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const OTHER = { ...CONFIDENTIAL, clientId: "pt_cl_other" };
const EXPIRED = { ...CONFIDENTIAL.secrets[0], id: "expired", secretHash: hashSecret("pt_cs_old"), expiresAt: at(-1) };

const REVIEWED_API = { ...CALENDAR_API, clientPolicy: "review" as const };

/** The last event, as the console explains it. */
function explainLast(portal: TestPortal) {
  const { type, data = {} } = portal.events.at(-1) ?? { type: "none" };
  return explain(type, data);
}

function explain(type: string, data: Record<string, unknown>) {
  return explainRefusal({ id: "1", createdAt: new Date(0), type, requestId: null, data });
}

function makePortal(codeChallenge: string | null = CHALLENGE) {
  const client = { ...CONFIDENTIAL, redirectUris: [CALLBACK, "https://client.example/other"] };
  const secrets = [...client.secrets, { secretJwe: null, ...EXPIRED }];
  const portal = new TestPortal({ clients: [{ ...client, secrets }, OTHER, PUBLIC] });
  return { portal, isReady: givenCode(portal, CONFIDENTIAL, {}, { codeChallenge }) };
}

type Fields = Record<string, string | null>;

/** Redeems a code as nobody may, by way of the endpoint, and reads what its app's developers are told. */
async function explainToken(
  fields: Fields,
  {
    headers = basic(CONFIDENTIAL.clientId),
    codeChallenge = CHALLENGE as string | null,
    seconds = 0,
    isUsed = false,
  } = {},
) {
  const { portal, isReady } = makePortal(codeChallenge);
  await isReady;
  if (isUsed) await redeemCode(portal);
  portal.moveTo(seconds);
  const endpoint = createEndpoint(
    handleTokenRequest,
    { name: "token", methods: ["POST"], isCrossOrigin: true, errors: "json" },
    portal.context,
  );
  const form = {
    grant_type: "authorization_code",
    code: CODE,
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
    ...fields,
  };
  const response = await endpoint(post("/oauth/token", form, headers));
  expect(response.status).toBeGreaterThanOrEqual(400);
  return explainLast(portal);
}

describe("the cause of a refused code (RFC 6749 §4.1.3, RFC 7636 §4.6) is what was wrong with it", () => {
  it.each<[string, Fields, Parameters<typeof explainToken>[1], Cause]>([
    ["an unknown code", { code: "pt_ac_nobody" }, {}, "code_unknown"],
    ["an expired code", {}, { seconds: 3600 }, "code_expired"],
    ["a code that was used before", {}, { isUsed: true }, "code_used"],
    ["another client's code", {}, { headers: basic(OTHER.clientId) }, "code_of_other_client"],
    ["another redirect_uri", { redirect_uri: "https://client.example/other" }, {}, "redirect_uri_differs"],
    [
      "no redirect_uri",
      { redirect_uri: null, code_verifier: null },
      { codeChallenge: null },
      "redirect_uri_not_repeated",
    ],
    ["no verifier", { code_verifier: null }, {}, "code_verifier_missing"],
    ["a wrong verifier", { code_verifier: "x".repeat(43) }, {}, "code_verifier_wrong"],
    ["a malformed verifier", { code_verifier: "short" }, {}, "code_verifier_malformed"],
    ["a verifier without a challenge", {}, { codeChallenge: null }, "code_verifier_unexpected"],
    ["a wrong secret", {}, { headers: basic(CONFIDENTIAL.clientId, "pt_cs_wrong") }, "secret_wrong"],
    ["an expired secret", {}, { headers: basic(CONFIDENTIAL.clientId, "pt_cs_old") }, "secret_expired"],
    ["no secret", { client_id: CONFIDENTIAL.clientId }, { headers: {} }, "auth_method_differs"],
    ["no code", { code: null }, {}, "parameter_missing"],
    ["an unknown grant", { grant_type: "password" }, {}, "grant_type_unknown"],
    ["an unregistered grant", { grant_type: "client_credentials" }, {}, "grant_type_unregistered"],
  ])("%s", async (_case, fields, how, cause) => {
    expect((await explainToken(fields, how)).cause).toBe(cause);
  });

  it("comes with what was received and what was expected", async () => {
    const { values } = await explainToken({ redirect_uri: "https://client.example/other" });
    expect(values).toEqual([
      ["receivedRedirectUri", "https://client.example/other"],
      ["expectedRedirectUri", CALLBACK],
    ]);
  });

  it("names both methods where a secret came in the wrong way (RFC 6749 §2.3.1)", async () => {
    const inNoWay = { client_id: CONFIDENTIAL.clientId };
    expect(await explainToken(inNoWay, { headers: {} })).toMatchObject({
      cause: "auth_method_differs",
      values: [
        ["receivedAuthMethod", "none"],
        ["expectedAuthMethod", "client_secret_basic"],
      ],
    });
  });

  it("never holds the secret, code or verifier that was sent", async () => {
    const attempts: Fields[] = [{ code: "pt_ac_nobody" }, { code_verifier: "x".repeat(43) }, { code: null }];
    for (const fields of attempts) {
      expect(JSON.stringify(await explainToken(fields))).not.toMatch(new RegExp(`pt_ac_|${SECRET}|xxxxx|${VERIFIER}`));
    }
  });
});

describe("the cause of a refused authorization request (RFC 6749 §4.1.2.1)", () => {
  const sound = {
    client_id: CONFIDENTIAL.clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    scope: "openid",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
  };

  it.each<[Fields, Cause]>([
    [{ redirect_uri: "https://client.example/calback" }, "redirect_uri_unregistered"],
    [{ redirect_uri: null }, "redirect_uri_missing"],
    [{ response_type: null }, "parameter_missing"],
    [{ response_type: "token" }, "response_type_unsupported"],
    [{ response_mode: "pigeon" }, "response_mode_unsupported"],
    [{ scope: "nothing:known" }, "scope_not_allowed"],
    [{ resource: "https://unknown.example" }, "resource_unknown"],
    [{ resource: REVIEWED_API.identifier }, "resource_not_allowed"],
    [{ code_challenge: null, code_challenge_method: null }, "code_challenge_missing"],
    [{ code_challenge: VERIFIER.slice(1) }, "code_challenge_malformed"],
    [{ code_challenge_method: null }, "code_challenge_method"],
    [{ prompt: "none" }, "consent_required"],
    [{ prompt: "none login" }, "prompt_none_not_alone"],
    [{ max_age: "soon" }, "max_age_malformed"],
    [{ claims: "{" }, "claims_malformed"],
    [{ id_token_hint: "a.b.c" }, "hint_unknown"],
    [{ request: "a.b.c" }, "request_object_refused"],
    [{ request_uri: "https://client.example/r" }, "request_uri_unregistered"],
  ])("%j", async (fields, cause) => {
    const client = { ...CONFIDENTIAL, requirePkce: true, redirectUris: [CALLBACK, "https://client.example/other"] };
    const portal = new TestPortal({ clients: [client], resources: [REVIEWED_API] });
    await handleAuthorizeRequest(get("/oauth/authorize", { ...sound, ...fields }), portal.context);
    expect(explainLast(portal).cause).toBe(cause);
  });

  it("keeps an address that was tried apart, since it may belong on the list", () => {
    const data = {
      error: "invalid_request",
      cause: "redirect_uri_unregistered",
      receivedRedirectUri: "http://x.example",
    };
    expect(explain("authorize.refused", data)).toMatchObject({
      receivedRedirectUri: "http://x.example",
      values: [],
    });
    expect(explain("token.refused", data).receivedRedirectUri).toBeNull();
  });
});

describe("an event of a time when causes were sentences", () => {
  it("shows its sentence", () => {
    const old = { error: "invalid_grant", description: "The code is unknown", cause: "an expired code" };
    expect(explain("token.refused", old)).toMatchObject({
      cause: "other",
      error: "invalid_grant",
      description: "The code is unknown",
      values: [["problem", "an expired code"]],
    });
  });

  it("still tells the address that was tried", () => {
    const old = { error: "invalid_request", receivedRedirectUri: "http://x.example" };
    expect(explain("authorize.refused", old).cause).toBe("redirect_uri_unregistered");
  });

  it("is never without a cause, whatever was recorded", () => {
    for (const data of [{}, { cause: 7 }, { cause: "" }, { cause: "toString" }, { cause: "__proto__" }]) {
      expect(Object.keys(consoleWords.causes)).toContain(explain("x", data).cause);
    }
  });
});
