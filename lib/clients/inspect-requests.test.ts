import { beforeAll, describe, expect, it } from "vitest";
import { operator } from "../auth/actor";
import { createEndpoints } from "../authorization-server";
import { flushRequests, keepRequest, markPerson } from "../db/clients/client-requests";
import { countRequest, estimatePeople, findUsage, flushUsage, placeOf } from "../db/clients/client-usage";
import { getDb } from "../db/driver/database";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { wordsFor } from "../i18n/words";
import type { Grant } from "../oauth/model";
import { hashSecret } from "../oauth/secrets";
import {
  ALICE,
  accessToken,
  at,
  authorizationCode,
  CALENDAR_API,
  CONTRACT_SEED,
  FILES_API,
  grant,
  refreshToken,
  START,
  SUSPENDED,
} from "../oauth/testing/fixtures";
import {
  authentication,
  basic,
  CHALLENGE,
  CONFIDENTIAL,
  get,
  ISSUER,
  PUBLIC,
  post,
  SERVICE,
  TestPortal,
  VERIFIER,
} from "../oauth/testing/test-context";
import type { Cause } from "./explain-refusal";
import { countNewRequests, groupProblems, inspectRequests, requestFilterSchema, startOfTail } from "./inspect-requests";
import { ManagedClient } from "./managed-client";
import { toCsvLine } from "./request-document";

useTestDatabase();

const CALLBACK = "https://client.example/callback";
const [SECRET_ROW] = CONFIDENTIAL.secrets;
const uuid = (n: number) => `018f4a00-0000-7000-8000-0000005ec${n.toString(16).padStart(3, "0")}`;
const secretOf = (n: number) => ({
  id: uuid(n),
  secretHash: SECRET_ROW?.secretHash ?? "",
  secretJwe: null,
  expiresAt: null,
});
const OLD = { id: uuid(1), secretHash: hashSecret("pt_cs_old"), secretJwe: null, expiresAt: at(-1) };
const APP = {
  ...CONFIDENTIAL,
  requirePkce: true,
  redirectUris: [CALLBACK, "https://client.example/other"],
  secrets: [secretOf(0), OLD],
};
const OTHER = { ...CONFIDENTIAL, clientId: "pt_cl_other", secrets: [secretOf(2)] };
const ENDED = { ...CONFIDENTIAL, clientId: "pt_cl_ended", suspendedAt: START, secrets: [secretOf(3)] };
const MACHINE = { ...SERVICE, secrets: [secretOf(4)] };
const ONE_GRANT = {
  ...CONFIDENTIAL,
  clientId: "pt_cl_one",
  grantTypes: ["authorization_code"] as const,
  secrets: [secretOf(5)],
};
const REVIEWED_API = {
  ...FILES_API,
  clientPolicy: "review" as const,
  identifier: "https://reviewed.example/",
  normalIdentifier: "https://reviewed.example/",
  scopes: [],
};

const portal = new TestPortal();
let n = 0;

const context = {
  ...portal.context,
  store: oauthStore,
  authenticateFor: async (_request: Request, clientId: string) =>
    portal.signedIn && {
      authentication: portal.signedIn,
      consent: await oauthStore.findConsent(portal.signedIn.userId, clientId),
    },
  record: (...[event, request]: Parameters<typeof portal.context.record>) => {
    keepRequest(event, request && `request-${n}`);
    countRequest(event, null);
  },
};
const endpoints = createEndpoints(context);

beforeAll(async () => {
  resetEnv({ PORTICO_ISSUER: ISSUER, PORTICO_RATE_LIMITS: "off" });
  await seedStore({
    ...CONTRACT_SEED,
    clients: [
      APP,
      { ...PUBLIC, redirectUris: [CALLBACK] },
      OTHER,
      ENDED,
      MACHINE,
      { ...ONE_GRANT, grantTypes: [...ONE_GRANT.grantTypes] },
    ],
    resources: [CALENDAR_API, FILES_API, REVIEWED_API],
  });
});

type Fields = Parameters<typeof post>[1];

const authorize =
  (fields: Fields, clientId = APP.clientId) =>
  () =>
    get(
      "/oauth/authorize",
      {
        client_id: clientId,
        redirect_uri: CALLBACK,
        response_type: "code",
        scope: "openid",
        code_challenge: CHALLENGE,
        code_challenge_method: "S256",
        ...fields,
      },
      { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    );

/** A grant with a code of its own, redeemed in another way than is right. */
function redeem(
  fields: Fields,
  how: {
    grant?: Partial<Grant>;
    code?: Parameters<typeof authorizationCode>[1];
    twice?: true;
    headers?: Record<string, string>;
  } = {},
) {
  return async () => {
    const code = `pt_ac_broken-${n}`;
    const given = grant({ resources: [], claims: null, ...how.grant });
    const row = authorizationCode(given, {
      codeHash: hashSecret(code),
      codeChallenge: CHALLENGE,
      redirectUri: CALLBACK,
      ...how.code,
    });
    await oauthStore.createAuthorizationCode(given, row, null);
    const request = () =>
      post(
        "/oauth/token",
        { grant_type: "authorization_code", code, redirect_uri: CALLBACK, code_verifier: VERIFIER, ...fields },
        how.headers ?? basic(APP.clientId),
      );
    if (how.twice) await send(request());
    return request();
  };
}

/** A refresh token that is used in another way than is right. */
function refresh(
  fields: Fields,
  how: { grant?: Partial<Grant>; token?: Parameters<typeof refreshToken>[1]; headers?: Record<string, string> } = {},
) {
  return async () => {
    const value = `pt_rt_broken-${n}`;
    const given = grant({ resources: [], claims: null, ...how.grant });
    const code = authorizationCode(given, { consumedAt: START });
    const token = refreshToken(given, { tokenHash: hashSecret(value), ...how.token });
    await seedGrant(given, code, token);
    return post(
      "/oauth/token",
      { grant_type: "refresh_token", refresh_token: value, ...fields },
      how.headers ?? basic(APP.clientId),
    );
  };
}

async function seedGrant(
  given: Grant,
  code: ReturnType<typeof authorizationCode>,
  token: ReturnType<typeof refreshToken>,
) {
  await oauthStore.createAuthorizationCode(given, code, null);
  const db = await getDb();
  const { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt } = token;
  await db.refreshToken.create({
    data: { tokenHash, grantId, clientId, scopes, createdAt, expiresAt, consumedAt, revokedAt },
  });
  if (given.revokedAt) await db.grant.update({ where: { grantId }, data: { revokedAt: given.revokedAt } });
}

const machine = (fields: Fields) => () =>
  post("/oauth/token", { grant_type: "client_credentials", ...fields }, basic(MACHINE.clientId));

const to =
  (path: string, fields: Fields, headers: Record<string, string> = basic(APP.clientId)) =>
  () =>
    post(path, fields, headers);

const json =
  (path: string, body: unknown, headers = basic(APP.clientId)) =>
  () =>
    new Request(`${ISSUER}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

function userinfo(values: Parameters<typeof accessToken>[1]) {
  return async () => {
    const value = `pt_at_broken-${n}`;
    const given = grant({ resources: [], claims: null });
    await oauthStore.createAuthorizationCode(given, authorizationCode(given), null);
    const db = await getDb();
    await db.accessToken.create({
      data: accessToken(given, { tokenHash: hashSecret(value), clientId: APP.clientId, ...values }),
    });
    return new Request(`${ISSUER}/oauth/userinfo`, { headers: { authorization: `Bearer ${value}` } });
  };
}

async function send(request: Request): Promise<Response> {
  const handle = endpoints.get(new URL(request.url).pathname);
  if (!handle) throw new Error(`There is no endpoint for ${request.url}`);
  return await handle(request);
}

async function findNewest(clientId: string) {
  const managed = await ManagedClient.find(operator, clientId);
  if (!managed) throw new Error(`There is no client ${clientId}`);
  const { requests } = await inspectRequests(
    managed,
    requestFilterSchema.parse({ request_id: `request-${n}`, outcome: "problem" }),
  );
  return requests[0] ?? null;
}

type Case = [
  name: string,
  make: () => Request | Promise<Request>,
  cause: Cause,
  remedy: string | null,
  clientId?: string,
];

const CASES: Case[] = [
  [
    "an address that is not on the list",
    authorize({ redirect_uri: "https://client.example/calback" }),
    "redirect_uri_unregistered",
    "add_redirect_uri",
  ],
  [
    "an address with a slash too many",
    authorize({ redirect_uri: `${CALLBACK}/` }),
    "redirect_uri_unregistered",
    "add_redirect_uri",
  ],
  [
    "an address of another scheme",
    authorize({ redirect_uri: "http://client.example/callback" }),
    "redirect_uri_unregistered",
    "add_redirect_uri",
  ],
  ["no address although there are several", authorize({ redirect_uri: null }), "redirect_uri_missing", "redirect_uris"],
  ["no response_type", authorize({ response_type: null }), "parameter_missing", null],
  ["a response_type that brings tokens", authorize({ response_type: "token" }), "response_type_unsupported", null],
  ["an unknown response_mode", authorize({ response_mode: "pigeon" }), "response_mode_unsupported", null],
  ["only unknown scopes", authorize({ scope: "nothing:known" }), "scope_not_allowed", "scopes"],
  ["an unknown scope beside a known one", authorize({ scope: "openid nothing:known" }), "scope_ignored", "scopes"],
  ["an unknown API", authorize({ resource: "https://unknown.example" }), "resource_unknown", null],
  ["an API for reviewed apps only", authorize({ resource: REVIEWED_API.identifier }), "resource_not_allowed", "scopes"],
  [
    "no code_challenge",
    authorize({ code_challenge: null, code_challenge_method: null }),
    "code_challenge_missing",
    "pkce",
  ],
  ["a method without a challenge", authorize({ code_challenge: null }), "code_challenge_missing", "pkce"],
  [
    "the verifier in the place of the challenge",
    authorize({ code_challenge: `${VERIFIER}=` }),
    "code_challenge_malformed",
    null,
  ],
  ["no code_challenge_method", authorize({ code_challenge_method: null }), "code_challenge_method", null],
  ["the method plain", authorize({ code_challenge_method: "plain" }), "code_challenge_method", null],
  ["prompt=none with another one", authorize({ prompt: "none login" }), "prompt_none_not_alone", null],
  ["an unknown prompt", authorize({ prompt: "pigeon" }), "prompt_unknown", null],
  ["a max_age in words", authorize({ max_age: "soon" }), "max_age_malformed", null],
  ["claims that are no JSON", authorize({ claims: "{" }), "claims_malformed", null],
  ["an id_token_hint of somebody else", authorize({ id_token_hint: "a.b.c" }), "hint_unknown", null],
  ["a request object that is no JWT", authorize({ request: "a.b.c" }), "request_object_refused", "tokens"],
  [
    "a request_uri that is not registered",
    authorize({ request_uri: "https://client.example/r" }),
    "request_uri_unregistered",
    "request_uris",
  ],
  [
    "request and request_uri",
    authorize({ request: "a.b.c", request_uri: "https://client.example/r" }),
    "request_object_twice",
    null,
  ],
  [
    "a request_uri of 600 characters",
    authorize({ request_uri: `https://client.example/${"r".repeat(600)}` }),
    "request_uri_too_long",
    null,
  ],
  ["the parameter registration", authorize({ registration: "{}" }), "registration_parameter", null],
  ["a scope parameter twice", authorize({ scope: ["openid", "profile"] }), "parameter_repeated", null],
  [
    "201 scopes",
    authorize({ scope: Array.from({ length: 201 }, (_, index) => `s${index}`).join(" ") }),
    "list_too_long",
    null,
  ],
  ["a suspended app", authorize({}, ENDED.clientId), "client_suspended", "settings", ENDED.clientId],
  ["an unknown code", redeem({ code: "pt_ac_nobody" }), "code_unknown", null],
  ["an expired code", redeem({}, { code: { expiresAt: at(-1) } }), "code_expired", null],
  ["a code that was used before", redeem({}, { twice: true }), "code_used", null],
  ["another app's code", redeem({}, { headers: basic(OTHER.clientId) }), "code_of_other_client", null, OTHER.clientId],
  [
    "another redirect_uri than before",
    redeem({ redirect_uri: "https://client.example/other" }),
    "redirect_uri_differs",
    "redirect_uris",
  ],
  [
    "no redirect_uri and no PKCE",
    redeem({ redirect_uri: null, code_verifier: null }, { code: { codeChallenge: null, codeChallengeMethod: null } }),
    "redirect_uri_not_repeated",
    null,
  ],
  ["no verifier", redeem({ code_verifier: null }), "code_verifier_missing", null],
  ["a wrong verifier", redeem({ code_verifier: "x".repeat(43) }), "code_verifier_wrong", null],
  ["a short verifier", redeem({ code_verifier: "short" }), "code_verifier_malformed", null],
  [
    "a verifier without a challenge",
    redeem({}, { code: { codeChallenge: null, codeChallengeMethod: null } }),
    "code_verifier_unexpected",
    null,
  ],
  ["a wrong secret", redeem({}, { headers: basic(APP.clientId, "pt_cs_wrong") }), "secret_wrong", "credentials"],
  ["an expired secret", redeem({}, { headers: basic(APP.clientId, "pt_cs_old") }), "secret_expired", "credentials"],
  ["no secret", redeem({ client_id: APP.clientId }, { headers: {} }), "auth_method_differs", "authentication"],
  ["no code", redeem({ code: null }), "parameter_missing", null],
  [
    "a grant type that is not registered",
    redeem({ grant_type: "client_credentials" }),
    "grant_type_unregistered",
    "grant_types",
  ],
  [
    "a suspended app's code",
    redeem({}, { headers: basic(ENDED.clientId) }),
    "client_suspended",
    "settings",
    ENDED.clientId,
  ],
  ["a suspended person's code", redeem({}, { grant: { userId: SUSPENDED.userId } }), "person_suspended", null],
  ["a code after the consent ended", redeem({}, { grant: { expiresAt: at(-1) } }), "consent_ended", null],
  ["an unknown refresh token", refresh({ refresh_token: "pt_rt_nobody" }), "refresh_token_unknown", null],
  ["no refresh token", refresh({ refresh_token: null }), "parameter_missing", null],
  [
    "another app's refresh token",
    refresh({}, { headers: basic(OTHER.clientId) }),
    "refresh_token_of_other_client",
    null,
    OTHER.clientId,
  ],
  ["an expired refresh token", refresh({}, { token: { expiresAt: at(-1) } }), "refresh_token_expired", null],
  [
    "a refresh token that was used long ago",
    refresh(
      { client_id: PUBLIC.clientId },
      { grant: { clientId: PUBLIC.clientId }, token: { consumedAt: at(-60) }, headers: {} },
    ),
    "refresh_token_replayed",
    null,
    PUBLIC.clientId,
  ],
  ["a refresh token of a grant that was revoked", refresh({}, { grant: { revokedAt: at(-1) } }), "grant_revoked", null],
  ["a refresh token of a year ago", refresh({}, { grant: { createdAt: at(-400 * 86_400) } }), "grant_ended", null],
  [
    "a refresh token of a suspended person",
    refresh({}, { grant: { userId: SUSPENDED.userId } }),
    "person_suspended",
    null,
  ],
  ["more scopes than were granted", refresh({ scope: "openid email" }), "scope_not_granted", "scopes"],
  [
    "an app that may not refresh",
    refresh({}, { grant: { clientId: ONE_GRANT.clientId }, headers: basic(ONE_GRANT.clientId) }),
    "grant_type_unregistered",
    "grant_types",
    ONE_GRANT.clientId,
  ],
  [
    "a machine that asks for a person's data",
    machine({ scope: "openid" }),
    "scope_of_people",
    "scopes",
    MACHINE.clientId,
  ],
  [
    "a machine that asks for an unknown scope",
    machine({ scope: "nothing:known" }),
    "scope_not_allowed",
    "scopes",
    MACHINE.clientId,
  ],
  [
    "a machine that names an unknown API",
    machine({ scope: "calendar:read", resource: "https://unknown.example" }),
    "resource_unknown",
    null,
    MACHINE.clientId,
  ],
  [
    "a machine that names another API",
    machine({ scope: "calendar:read", resource: FILES_API.identifier }),
    "resource_not_allowed",
    "scopes",
    MACHINE.clientId,
  ],
  ["introspection without a token", to("/oauth/introspect", {}), "parameter_missing", null],
  [
    "introspection by a browser app",
    to("/oauth/introspect", { token: "x", client_id: PUBLIC.clientId }, {}),
    "public_client",
    "authentication",
    PUBLIC.clientId,
  ],
  [
    "introspection with a wrong secret",
    to("/oauth/introspect", { token: "x" }, basic(APP.clientId, "pt_cs_wrong")),
    "secret_wrong",
    "credentials",
  ],
  ["revocation without a token", to("/oauth/revoke", {}), "parameter_missing", null],
  [
    "revocation without a secret",
    to("/oauth/revoke", { token: "x", client_id: APP.clientId }, {}),
    "auth_method_differs",
    "authentication",
  ],
  ["events that are not polled", json("/oauth/events", {}), "events_not_polled", "signals"],
  ["a malformed poll", json("/oauth/events", { maxEvents: "many" }), "poll_malformed", null],
  [
    "an access token of another API at userinfo",
    userinfo({ audience: [CALENDAR_API.identifier] }),
    "access_token_of_other_api",
    null,
  ],
  [
    "an access token without openid at userinfo",
    userinfo({ audience: [ISSUER], scopes: ["profile"] }),
    "access_token_scope",
    "scopes",
  ],
];

describe("the table of broken requests", () => {
  it("has sixty and more", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60);
  });

  it.each(CASES)("%s", async (_name, make, cause, remedy, clientId = APP.clientId) => {
    n += 1;
    portal.signedIn = authentication();
    await send(await make());
    const found = await findNewest(clientId);
    const shown = found?.problem?.remedy;
    expect([found?.cause, found?.problem?.cause]).toEqual([cause, cause]);
    expect(shown?.kind === "open" ? shown.section : (shown?.kind ?? null)).toBe(remedy);
    expect(wordsFor("ko").console.causes[cause].fix).toMatch(/\S/);
  });
});

describe("what is kept of requests", () => {
  const MARK = "marked-secret-of-somebody";

  const MARKED_URIS = [
    `${CALLBACK}?code=${MARK}&state=${MARK}`,
    `${CALLBACK}?email=${MARK}#access_token=${MARK}`,
    `${CALLBACK}%3Fcode%3D${MARK}`,
    `https://${MARK}:${MARK}@client.example/callback?${MARK}`,
  ];

  it("holds no secret, code or token, whatever an endpoint got (all rows of all tables)", async () => {
    const fields = Object.fromEntries(
      [
        "client_secret",
        "code",
        "code_verifier",
        "refresh_token",
        "token",
        "access_token",
        "client_assertion",
        "id_token_hint",
        "state",
        "nonce",
        "password",
        "request",
        "login_hint",
      ].map((name) => [name, `${MARK}-${name}`]),
    );
    for (const path of endpoints.keys()) {
      n += 1;
      const more = { client_id: APP.clientId, response_type: "code", redirect_uri: CALLBACK, scope: "openid" };
      const headers = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
      for (const grantType of ["authorization_code", "refresh_token", "client_credentials"]) {
        await send(post(path, { ...fields, ...more, grant_type: grantType }));
        const { client_secret: _secret, client_assertion: _assertion, ...own } = fields;
        await send(post(path, { ...own, grant_type: grantType }, basic(APP.clientId)));
      }
      await send(get(path, { ...fields, ...more }, headers));
      for (const uri of MARKED_URIS) {
        const addresses = { redirect_uri: uri, post_logout_redirect_uri: uri, request_uri: uri };
        await send(
          get(path, { client_id: APP.clientId, response_type: "code", scope: "openid", ...addresses }, headers),
        );
        await send(get(path, { client_id: APP.clientId, redirect_uri: uri, response_type: "code" }, headers));
        await send(get(path, { client_id: APP.clientId, request_uri: uri, redirect_uri: CALLBACK }, headers));
      }
      await send(post(path, {}, { authorization: `Bearer ${MARK}` }));
      await send(post(path, {}, basic(APP.clientId, MARK)));
    }
    n += 1;
    await send(await redeem({ redirect_uri: MARKED_URIS[0] ?? "" })());
    expect((await findNewest(APP.clientId))?.cause).toBe("redirect_uri_differs");
    await Promise.all([flushRequests(), flushUsage()]);
    const db = await getDb();
    const tables = await db.$queryRaw<{ name: string }[]>`
      SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()`;
    expect(tables.length).toBeGreaterThan(30);
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await db.$queryRawUnsafe<{ row: string }[]>(
        `SELECT t::text AS row FROM "${name}" t WHERE t::text LIKE '%${MARK}%'`,
      );
      found.push(...rows.map(({ row }) => `${name}: ${row.slice(0, 200)}`));
    }
    // What waits for its person, is kept with the request until they answered: state, nonce and login_hint.
    expect(found.filter((row) => !/^(authorization_requests|posted_requests): /.test(row))).toEqual([]);
  });

  it("holds nobody's address, name or id, but a pseudonym that differs from app to app", async () => {
    const db = await getDb();
    const rows = await db.clientRequest.findMany({ where: { NOT: { person: null } } });
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toMatch(new RegExp(`${ALICE.email}|${ALICE.name}|${ALICE.userId}`));
    expect(markPerson("one", ALICE.userId)).not.toBe(markPerson("two", ALICE.userId));
  });

  it("names nobody who did not allow the app anything yet", async () => {
    const ids = { clientId: APP.clientId, userId: ALICE.userId };
    const data = { error: "access_denied", description: "", cause: "person_denied" } as const;
    keepRequest({ type: "authorize.signed_in", outcome: "ok", ...ids, data: {} }, "steps-1");
    keepRequest({ type: "authorize.denied", outcome: "refused", ...ids, data }, "steps-2");
    keepRequest(
      { type: "authorize.refused", outcome: "refused", ...ids, data: { ...data, cause: "acr_unmet" } },
      "steps-3",
    );
    keepRequest({ type: "consent.given", outcome: "ok", ...ids, data: { scopes: [], resources: [] } }, "steps-4");
    await flushRequests();
    const db = await getDb();
    const rows = await db.clientRequest.findMany({
      where: { requestId: { startsWith: "steps-" } },
      orderBy: { requestId: "asc" },
      select: { person: true },
    });
    expect(rows.map(({ person }) => person)).toEqual([null, null, null, markPerson(APP.clientId, ALICE.userId)]);
  });

  it("is found by an account's id where that is the app's sub, and by no id of pairwise apps (OIDC Core §8.1)", async () => {
    const db = await getDb();
    const find = async () => {
      const managed = await ManagedClient.find(operator, APP.clientId);
      if (!managed) throw new Error("no app");
      const { requests } = await inspectRequests(managed, requestFilterSchema.parse({ person: ALICE.userId }));
      return requests.length;
    };
    expect(await find()).toBeGreaterThan(0);
    await db.client.update({ where: { id: APP.clientId }, data: { pairwiseSector: "client.example" } });
    expect(await find()).toBe(0);
    await db.client.update({ where: { id: APP.clientId }, data: { pairwiseSector: null } });
  });

  it("shows what somebody found in public as a problem with a remedy", async () => {
    n += 1;
    const data = { kind: "client_secret", hint: "abcd", url: "https://code.example.org/1", source: "content" };
    keepRequest({ type: "credential.leaked", outcome: "failed", clientId: APP.clientId, data }, `request-${n}`);
    expect(await findNewest(APP.clientId)).toMatchObject({
      endpoint: "leaks",
      cause: "leak",
      data,
      problem: { cause: "leak", remedy: { kind: "open", section: "credentials" } },
    });
  });

  it("has no problem where an app asked with prompt=none and nobody could be asked (OIDC Core §3.1.2.1)", async () => {
    const managed = await ManagedClient.find(operator, APP.clientId);
    if (!managed) throw new Error("no app");
    for (const [signedIn, cause] of [
      [authentication(), "consent_required"],
      [null, "login_required"],
    ] as const) {
      n += 1;
      portal.signedIn = signedIn;
      await send(authorize({ prompt: "none" })());
      const id = { request_id: `request-${n}` };
      const { requests } = await inspectRequests(managed, requestFilterSchema.parse(id));
      expect(requests).toMatchObject([{ cause, outcome: "refused", problem: null }]);
      expect(await findNewest(APP.clientId)).toBeNull();
      expect(await groupProblems(managed, requestFilterSchema.parse({ ...id, outcome: "refused" }))).toEqual([]);
    }
  });

  it("counts as new what another process writes late, and nothing that the page shows", async () => {
    const managed = await ManagedClient.find(operator, ONE_GRANT.clientId);
    if (!managed) throw new Error("no app");
    const filter = requestFilterSchema.parse({ endpoint: "userinfo" });
    const keepAt = async (seconds: number) => {
      const event = { type: "userinfo.read", outcome: "ok", clientId: ONE_GRANT.clientId, data: {} } as const;
      keepRequest(event, null, { at: at(seconds) });
      await flushRequests();
    };
    const draw = async (limit?: number) => {
      const { requests, older } = await inspectRequests(managed, filter, limit);
      return startOfTail(requests, older === null);
    };
    for (const seconds of [0, 8, 9, 10]) await keepAt(seconds);
    const tails = [await draw(), await draw(2)];
    for (const tail of tails) expect(await countNewRequests(managed, filter, tail)).toBe(0);
    await keepAt(9.5);
    for (const tail of tails) expect(await countNewRequests(managed, filter, tail)).toBe(1);
    await keepAt(11);
    for (const tail of tails) expect(await countNewRequests(managed, filter, tail)).toBe(2);
    expect(await countNewRequests(managed, filter, await draw())).toBe(0);
    expect(startOfTail([], true)).toMatchObject({ seen: 0 });
  });

  it("is found between times that the database knows, and others say nothing", async () => {
    const managed = await ManagedClient.find(operator, ONE_GRANT.clientId);
    if (!managed) throw new Error("no app");
    const count = async (times: object) =>
      (await inspectRequests(managed, requestFilterSchema.parse({ endpoint: "userinfo", ...times }))).requests.length;
    const all = await count({});
    for (const year of ["-200000-01-01T00:00:00Z", "+275000-01-01T00:00:00Z", "0000-01-01", "nothing"]) {
      expect([await count({ from: year }), await count({ to: year })]).toEqual([all, all]);
    }
    expect([await count({ from: "1970-01-01" }), await count({ to: "1970-01-01" })]).toEqual([all, 0]);
    expect(await count({ from: "9999-12-30" })).toBe(0);
  });

  it("is found by request id, cause, endpoint and person, and the same problem is one group", async () => {
    const managed = await ManagedClient.find(operator, APP.clientId);
    if (!managed) throw new Error("no app");
    for (let time = 0; time < 3; time += 1) {
      n += 1;
      await send(await authorize({ redirect_uri: "https://client.example/grouped" })());
    }
    const groups = await groupProblems(managed, requestFilterSchema.parse({ endpoint: "authorize" }));
    const grouped = groups.find(
      ({ newest }) => newest.problem.receivedRedirectUri === "https://client.example/grouped",
    );
    expect(grouped).toMatchObject({ count: 3, newest: { requestId: `request-${n}` } });
    expect(grouped?.difference?.received.filter(({ isSame }) => !isSame).map(({ text }) => text)).not.toEqual([]);
    // Only what is shown beside each other is compared.
    const all = await inspectRequests(managed, requestFilterSchema.parse({ outcome: "problem" }));
    for (const { problem } of all.requests) expect(problem).not.toHaveProperty("difference");
    expect(await groupProblems(managed, requestFilterSchema.parse({}), 3)).toHaveLength(3);
    const causes = await inspectRequests(managed, requestFilterSchema.parse({ cause: "secret_wrong" }));
    expect(new Set(causes.requests.map(({ cause }) => cause))).toEqual(new Set(["secret_wrong"]));
    const nobody = await inspectRequests(managed, requestFilterSchema.parse({ person: "nobody\0", flow: "no id" }));
    expect(nobody.requests).toEqual([]);
  });

  it("shows the steps of one flow together, from the code to the refresh", async () => {
    n += 1;
    const flow = grant({ resources: [], claims: null }).grantId;
    await send(await redeem({}, { grant: { grantId: flow } })());
    const managed = await ManagedClient.find(operator, APP.clientId);
    if (!managed) throw new Error("no app");
    const { requests } = await inspectRequests(managed, requestFilterSchema.parse({ flow }));
    expect(requests.map(({ type }) => type)).toEqual(["token.issued"]);
    expect(requests[0]?.data).toMatchObject({ grantType: "authorization_code" });
  });

  it("is no formula in a file of a spreadsheet (CSV injection)", () => {
    for (const start of ["=", "+", "-", "@", "\t=", " =", "|"]) {
      expect(toCsvLine([`${start}cmd()`])).toMatch(/^"'/);
    }
    expect(toCsvLine(['say "hi"', "a,b"])).toBe('"say ""hi""","a,b"\r\n');
  });

  it("is counted: codes, tokens by grant, errors by cause, and people", async () => {
    await flushUsage();
    const { counts } = await findUsage(APP.clientId, { span: "day", since: new Date(Date.now() - 2 * 86_400_000) });
    const total = (measure: string, name: string) =>
      counts
        .filter((each) => each.measure === measure && each.name === name)
        .reduce((sum, { count }) => sum + count, 0);
    expect(total("token", "authorization_code")).toBeGreaterThanOrEqual(1);
    expect(total("error", "secret_wrong")).toBeGreaterThanOrEqual(2);
    expect(total("sign_in", "failed")).toBeGreaterThanOrEqual(20);
  });
});

describe("the estimate of people", () => {
  it("is exact for few, and within 10 % for many", () => {
    const registersOf = (people: number) => {
      const ranks = new Map<string, number>();
      for (let person = 0; person < people; person += 1) {
        const { register, rank } = placeOf(`app person-${person}`);
        ranks.set(register, Math.max(ranks.get(register) ?? 0, rank));
      }
      return [...ranks.values()];
    };
    expect([0, 1, 2, 5].map((people) => estimatePeople(registersOf(people)))).toEqual([0, 1, 2, 5]);
    for (const people of [100, 3_000, 30_000]) {
      expect(Math.abs(estimatePeople(registersOf(people)) / people - 1)).toBeLessThan(0.1);
    }
  });
});
