import { beforeEach, describe, expect, it } from "vitest";
import { answerConsent } from "../authorize/answer-request";
import { handleAuthorizeRequest } from "../authorize/handle-request";
import { getInteraction } from "../authorize/interaction";
import { ALICE, at, BOB, SCOPES, scope } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, get, post, SECRET, TestPortal, VERIFIER } from "../testing/test-context";
import { handleTokenRequest } from "../token/handle-request";
import { handleGrantsRequest } from "./handle-request";

const MANAGER = {
  ...CONFIDENTIAL,
  grantManagement: "optional" as const,
  grantTypes: [...CONFIDENTIAL.grantTypes, "client_credentials"],
  scopes: [...CONFIDENTIAL.scopes, "grant_management_query", "grant_management_revoke"],
};
const OTHER = { ...MANAGER, clientId: "pt_cl_other" };
const STRICT = { ...MANAGER, clientId: "pt_cl_strict", grantManagement: "required" as const };
const CALLBACK = "https://client.example/callback";
const NOBODYS = "018f4a00-0000-7000-8000-00000000dead";

let portal: TestPortal;

beforeEach(() => {
  const scopes = [...SCOPES, scope("grant_management_query"), scope("grant_management_revoke")];
  portal = new TestPortal({ clients: [MANAGER, OTHER, STRICT, { ...CONFIDENTIAL, clientId: "pt_cl_plain" }], scopes });
});

type Fields = Record<string, string>;

/** The answer of the authorization endpoint: its parameters, or the page that it leads to. */
async function authorize(fields: Fields, clientId = MANAGER.clientId): Promise<URLSearchParams> {
  const request = get("/oauth/authorize", {
    client_id: clientId,
    redirect_uri: CALLBACK,
    response_type: "code",
    code_challenge: CHALLENGE,
    code_challenge_method: "S256",
    ...fields,
  });
  const response = await handleAuthorizeRequest(request, portal.context).catch((error: unknown) => {
    if (error instanceof Error && "code" in error) return String(error.code);
    throw error;
  });
  if (typeof response === "string") return new URLSearchParams({ error: response });
  return new URL(response.headers.get("location") ?? "").searchParams;
}

/** A person allows what a request asks for; answers the token response. */
async function allow(fields: Fields, { clientId = MANAGER.clientId, lifetime = "" } = {}) {
  const asked = await authorize(fields, clientId);
  const requestId = asked.get("request");
  const code = requestId === null ? asked.get("code") : await answer(requestId, lifetime);
  const response = await handleTokenRequest(
    post("/oauth/token", {
      grant_type: "authorization_code",
      code: code ?? "",
      redirect_uri: CALLBACK,
      code_verifier: VERIFIER,
      client_id: clientId,
      client_secret: SECRET,
    }),
    portal.context,
  );
  return (await response.json()) as { grant_id?: string; scope: string; access_token: string; refresh_token?: string };
}

async function answer(requestId: string, lifetime: string): Promise<string> {
  const authentication = portal.signedIn;
  const page = await getInteraction(requestId, "browser", authentication, portal.context);
  if (page.kind !== "consent") throw new Error(`the page is ${page.kind}`);
  const response = await answerConsent(
    {
      requestId,
      browserToken: "browser",
      authentication,
      answer: "allow",
      scopes: page.scopes.map((each) => each.scope.name),
      lifetime,
      revision: page.revision,
      shown: null,
    },
    portal.context,
  );
  return new URL(response?.headers.get("location") ?? "").searchParams.get("code") ?? "";
}

async function tokenOf(scopeValue: string, clientId = MANAGER.clientId): Promise<string> {
  const fields = { grant_type: "client_credentials", scope: scopeValue, client_id: clientId, client_secret: SECRET };
  const response = await handleTokenRequest(post("/oauth/token", fields), portal.context);
  return ((await response.json()) as { access_token: string }).access_token;
}

/** The status and the body of a request for a grant. */
async function manage(method: "GET" | "DELETE", grantId: string, clientId = MANAGER.clientId) {
  const token = await tokenOf(method === "GET" ? "grant_management_query" : "grant_management_revoke", clientId);
  const request = new Request(`https://id.example/oauth/grants/${grantId}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const response = await handleGrantsRequest(request, portal.context).catch((error: unknown) => {
    if (error instanceof Error && "status" in error) return Number(error.status);
    throw error;
  });
  if (typeof response === "number") return { status: response, body: null };
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
}

const names = async (userId = ALICE.userId) =>
  (await portal.store.findConsent(userId, MANAGER.clientId))?.scopes.map(({ name }) => name).toSorted();

const signIn = (userId: string) => {
  if (portal.signedIn) portal.signedIn = { ...portal.signedIn, userId };
};

describe("the token response (Grant Management for OAuth 2.0 §5.3)", () => {
  it("names the grant, the same one each time that the person allows more", async () => {
    const first = await allow({ scope: "openid" });
    const second = await allow({ scope: "openid calendar:read" });
    expect(first.grant_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(second.grant_id).toBe(first.grant_id);
  });

  it("names none where the app does not manage grants, and none where the person allowed it only once", async () => {
    expect((await allow({ scope: "openid" }, { clientId: "pt_cl_plain" })).grant_id).toBeUndefined();
    expect((await allow({ scope: "openid" }, { lifetime: "once" })).grant_id).toBeUndefined();
  });
});

describe("an authorization request (Grant Management for OAuth 2.0 §5.1)", () => {
  it("with create makes a fresh grant, in the place of the one that was there", async () => {
    const first = await allow({ scope: "openid calendar:read", grant_management_action: "create" });
    const second = await allow({ scope: "openid calendar:write", grant_management_action: "create" });
    expect(second.grant_id).not.toBe(first.grant_id);
    expect(await names()).toEqual(["calendar:write", "openid"]);
    expect((await manage("GET", String(first.grant_id))).status).toBe(404);
  });

  it("with replace keeps the grant and takes away what the person does not allow now, from tokens too", async () => {
    const { grant_id } = await allow({ scope: "openid calendar:read profile" });
    const replaced = { grant_management_action: "replace", grant_id: String(grant_id) };
    expect(await allow({ scope: "openid profile", ...replaced })).toMatchObject({ grant_id });
    expect(await names()).toEqual(["openid", "profile"]);
    const tokens = [...portal.store.tables.accessTokens.values()].filter(({ userId }) => userId === ALICE.userId);
    expect(tokens.some(({ scopes, revokedAt }) => revokedAt === null && scopes.includes("calendar:read"))).toBe(false);
    // What was replaced was not declined: the app can ask for it again.
    expect((await portal.store.findConsent(ALICE.userId, MANAGER.clientId))?.declinedScopes).toEqual([]);
  });

  it("with replace tells the person what ends, and takes no answer to a page that told something else", async () => {
    const { grant_id } = await allow({ scope: "openid calendar:read profile" });
    const replaced = { grant_management_action: "replace", grant_id: String(grant_id) };
    const requestId = (await authorize({ scope: "openid", ...replaced })).get("request") ?? "";
    const read = async () => {
      const page = await getInteraction(requestId, "browser", portal.signedIn, portal.context);
      if (page.kind !== "consent") throw new Error(`the page is ${page.kind}`);
      return page;
    };
    const before = await read();
    expect(before.replaced.map(({ name }) => name).toSorted()).toEqual(["calendar:read", "profile"]);
    await allow({ scope: "openid email" });
    const after = await read();
    expect(after.replaced.map(({ name }) => name).toSorted()).toEqual(["calendar:read", "email", "profile"]);
    expect(after.revision).not.toBe(before.revision);
  });

  it("with merge adds to the grant, and needs no page where nothing is new", async () => {
    const { grant_id } = await allow({ scope: "openid calendar:read" });
    const merge = { grant_management_action: "merge", grant_id: String(grant_id) };
    expect((await authorize({ scope: "openid", ...merge })).has("code")).toBe(true);
    await allow({ scope: "openid profile", ...merge });
    expect(await names()).toEqual(["calendar:read", "openid", "profile"]);
  });

  it.each([
    ["create with a grant_id", { grant_management_action: "create", grant_id: NOBODYS }, "invalid_request"],
    ["replace without one", { grant_management_action: "replace" }, "invalid_request"],
    ["merge without one", { grant_management_action: "merge" }, "invalid_request"],
    ["an unknown action", { grant_management_action: "update", grant_id: NOBODYS }, "invalid_request"],
    ["a grant_id alone", { grant_id: NOBODYS }, "invalid_request"],
    ["a grant_id that cannot be one", { grant_management_action: "merge", grant_id: "../x" }, "invalid_grant_id"],
    ["an unknown grant_id", { grant_management_action: "replace", grant_id: NOBODYS }, "invalid_grant_id"],
  ])("is refused with %s (§5.2)", async (_case, fields: Fields, error) => {
    await allow({ scope: "openid" });
    expect((await authorize({ scope: "openid", ...fields })).get("error")).toBe(error);
  });

  it("is refused with the grant of another app, of another person, or one that has ended (§5.2)", async () => {
    const { grant_id: others } = await allow({ scope: "openid" }, { clientId: OTHER.clientId });
    await allow({ scope: "openid" });
    const ask = async (grantId: string | undefined) =>
      (await authorize({ scope: "openid", grant_management_action: "merge", grant_id: String(grantId) })).get("error");
    expect(await ask(others)).toBe("invalid_grant_id");
    signIn(BOB.userId);
    const { grant_id: bobs } = await allow({ scope: "openid" }, { lifetime: "1" });
    signIn(ALICE.userId);
    expect(await ask(bobs)).toBe("invalid_grant_id");
    signIn(BOB.userId);
    portal.now = at(86_401);
    expect(await ask(bobs)).toBe("invalid_grant_id");
  });

  it("is refused where the app does not manage grants, and without an action where its settings require one", async () => {
    const asked = { scope: "openid", grant_management_action: "create" };
    expect((await authorize(asked, "pt_cl_plain")).get("error")).toBe("invalid_request");
    expect((await authorize({ scope: "openid" }, STRICT.clientId)).get("error")).toBe("invalid_request");
    expect((await authorize(asked, STRICT.clientId)).has("request")).toBe(true);
  });
});

describe("the endpoint (Grant Management for OAuth 2.0 §6)", () => {
  it("says what a grant holds, with the API of each scope", async () => {
    const { grant_id } = await allow({ scope: "openid email calendar:read" });
    const { status, body } = await manage("GET", String(grant_id));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      scopes: [{ scope: "openid email" }, { scope: "calendar:read", resources: [expect.any(String)] }],
      claims: expect.arrayContaining(["email", "email_verified"]),
    });
  });

  it("ends all that the app has of this person, and tells nobody else's", async () => {
    const { grant_id } = await allow({ scope: "openid calendar:read" });
    signIn(BOB.userId);
    await allow({ scope: "openid" });
    expect((await manage("DELETE", String(grant_id))).status).toBe(204);
    expect(await names()).toBeUndefined();
    expect(await names(BOB.userId)).toEqual(["openid"]);
    const tokens = [...portal.store.tables.accessTokens.values()].filter(({ userId }) => userId === ALICE.userId);
    expect(tokens.every(({ revokedAt }) => revokedAt !== null)).toBe(true);
    expect((await manage("DELETE", String(grant_id))).status).toBe(404);
    expect(portal.events).toContainEqual(
      expect.objectContaining({ type: "consent.returned", userId: ALICE.userId, clientId: MANAGER.clientId }),
    );
  });

  it("knows no grant of another app", async () => {
    const { grant_id } = await allow({ scope: "openid" }, { clientId: OTHER.clientId });
    expect((await manage("GET", String(grant_id))).status).toBe(404);
    expect((await manage("DELETE", String(grant_id))).status).toBe(404);
    expect((await manage("GET", "1' OR '1'='1")).status).toBe(404);
    expect((await manage("GET", String(grant_id), OTHER.clientId)).status).toBe(200);
  });

  it("takes the scope for each, and no token of another kind", async () => {
    const { grant_id } = await allow({ scope: "openid" });
    const ask = (token: string, method = "GET") =>
      handleGrantsRequest(
        new Request(`https://id.example/oauth/grants/${grant_id}`, {
          method,
          headers: { authorization: `Bearer ${token}` },
        }),
        portal.context,
      );
    await expect(ask(await tokenOf("grant_management_query"), "DELETE")).rejects.toMatchObject({ status: 403 });
    await expect(ask(await tokenOf("calendar:read"))).rejects.toMatchObject({ status: 401 });
    await expect(ask("pt_at_unknown")).rejects.toMatchObject({ status: 401 });
  });

  it("takes no token that a person allowed, which could reach what all the others allowed", async () => {
    const { grant_id } = await allow({ scope: "openid" });
    signIn(BOB.userId);
    const own = await allow({ scope: "openid grant_management_query grant_management_revoke" });
    expect(own.scope).toContain("grant_management_revoke");
    for (const method of ["GET", "DELETE"]) {
      const headers = { authorization: `Bearer ${own.access_token}` };
      const request = new Request(`https://id.example/oauth/grants/${grant_id}`, { method, headers });
      await expect(handleGrantsRequest(request, portal.context)).rejects.toMatchObject({
        status: 403,
        detail: { cause: "access_token_of_person" },
      });
    }
    expect(await names()).toEqual(["openid"]);
  });

  it("takes no token that is for another API as well, and no client has the scopes in one without asking", async () => {
    const { grant_id } = await allow({ scope: "openid" });
    const token = await tokenOf("grant_management_query grant_management_revoke calendar:read");
    for (const method of ["GET", "DELETE"]) {
      const headers = { authorization: `Bearer ${token}` };
      const request = new Request(`https://id.example/oauth/grants/${grant_id}`, { method, headers });
      await expect(handleGrantsRequest(request, portal.context)).rejects.toMatchObject({
        status: 401,
        detail: { cause: "access_token_of_other_api" },
      });
    }
    const fields = { grant_type: "client_credentials", client_id: MANAGER.clientId, client_secret: SECRET };
    const response = await handleTokenRequest(post("/oauth/token", fields), portal.context);
    expect(((await response.json()) as { scope: string }).scope).not.toContain("grant_management");
  });
});
