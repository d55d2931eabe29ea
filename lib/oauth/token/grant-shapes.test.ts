import { describe, expect, it, vi } from "vitest";
import type { Client, Grant } from "../model";
import { ALICE, START } from "../testing/fixtures";
import { CHALLENGE, CONFIDENTIAL, PUBLIC, TestPortal } from "../testing/test-context";
import { givenCode, redeemCode, refresh } from "../testing/test-grants";
import { GrantShapes } from "./grant-shapes";

const ALL = ["openid", "profile", "calendar:read", "offline_access"];
const OTHER: Client = { ...CONFIDENTIAL, clientId: "pt_cl_other" };
const TWO_URIS: Client = { ...CONFIDENTIAL, redirectUris: [...CONFIDENTIAL.redirectUris, "https://client.example/2"] };
const right = { scopes: ALL, resources: [] };
const guesses = { none: null, right, wrong: { scopes: ["openid"], resources: [] } };

/** A portal that takes `guess` for what comes. */
function makePortal(guess: typeof right | null, client: Client = CONFIDENTIAL): TestPortal {
  const portal = new TestPortal({ clients: [client, PUBLIC, OTHER] });
  for (const shapes of Object.values(portal.context.shapes)) vi.spyOn(shapes, "guess").mockReturnValue(guess);
  return portal;
}

/** What a client sees of an answer, and what the portal keeps of it. */
function outcome(portal: TestPortal, answers: Record<string, unknown>[]) {
  const { codes, grants, accessTokens, refreshTokens } = portal.store.tables;
  const shown = answers.map(({ access_token, refresh_token, id_token, ...rest }) => ({
    ...rest,
    gives: [access_token, refresh_token, id_token].map((token) => token !== undefined),
  }));
  const kept = [accessTokens, refreshTokens].map((table) =>
    [...table.values()].map((token) => ({ ...token, tokenHash: "", grantId: "" })),
  );
  const used = [...codes.values()].map((code) => code.consumedAt);
  const events = portal.events.map((event) => ({ ...event, data: { ...event.data, grantId: "" } }));
  return { shown, kept, used, revoked: [...grants.values()].map((grant) => grant.revokedAt), events };
}

type Scenario = (portal: TestPortal, client: Client) => Promise<Record<string, unknown>[]>;

const given = (portal: TestPortal, client: Client, grant: Partial<Grant> = {}, code: object = {}) =>
  givenCode(portal, client, { scopes: ALL, ...grant }, code);

const ofCodes: [name: string, run: Scenario][] = [
  ["the right code", async (portal, client) => [await redeemCode(portal, client)]],
  ["the code twice", async (portal, client) => [await redeemCode(portal, client), await redeemCode(portal, client)]],
  [
    "the code 25 times at once",
    (portal, client) => Promise.all(Array.from({ length: 25 }, () => redeemCode(portal, client))),
  ],
  ["an unknown code", async (portal, client) => [await redeemCode(portal, client, { code: "pt_ac_unknown" })]],
  ["another client's code", async (portal) => [await redeemCode(portal, OTHER)]],
  [
    "another redirect_uri",
    async (portal, client) => [await redeemCode(portal, client, { redirect_uri: "https://client.example/other" })],
  ],
  ["no redirect_uri", async (portal, client) => [await redeemCode(portal, client, { redirect_uri: null })]],
  ["another verifier", async (portal, client) => [await redeemCode(portal, client, { code_verifier: "b".repeat(43) })]],
  ["a malformed verifier", async (portal, client) => [await redeemCode(portal, client, { code_verifier: "short" })]],
  ["no verifier", async (portal, client) => [await redeemCode(portal, client, { code_verifier: null })]],
  [
    "a foreign resource",
    async (portal, client) => [await redeemCode(portal, client, { resource: "https://other.example" })],
  ],
  [
    "an expired code",
    (portal, client) => {
      portal.moveTo(61);
      return Promise.all([redeemCode(portal, client)]);
    },
  ],
  [
    "a suspended person",
    (portal, client) => {
      portal.store.tables.subjects.set(ALICE.userId, { ...ALICE, suspendedAt: START });
      return Promise.all([redeemCode(portal, client)]);
    },
  ],
  [
    "a revoked grant",
    async (portal, client) => {
      for (const { grantId } of portal.store.tables.grants.values()) await portal.store.revokeGrant(grantId, START);
      return [await redeemCode(portal, client)];
    },
  ],
];

describe.each(Object.entries(guesses).slice(1))(
  "a guess that is %s changes no answer and nothing that is kept",
  (_name, guess) => {
    it.each(
      ofCodes.flatMap(([name, run]) => [CONFIDENTIAL, TWO_URIS, PUBLIC].map((client) => [name, client, run] as const)),
    )("to %s of $clientId", async (_case, client, run) => {
      for (const codeChallenge of [CHALLENGE, null]) {
        const outcomes = [];
        for (const each of [null, guess]) {
          const portal = makePortal(each, client === PUBLIC ? CONFIDENTIAL : client);
          await given(portal, client, {}, { codeChallenge });
          outcomes.push(outcome(portal, await run(portal, client)));
        }
        expect(outcomes[1]).toEqual(outcomes[0]);
      }
    });

    const ofRefreshTokens: [
      name: string,
      use: (portal: TestPortal, token: unknown, client: Client) => Promise<Record<string, unknown>[]>,
    ][] = [
      ["the right token", async (portal, token, client) => [await refresh(portal, token, client)]],
      [
        "a token that was used long ago",
        async (portal, token, client) => {
          const first = await refresh(portal, token, client);
          portal.moveTo(60);
          return [first, await refresh(portal, token, client)];
        },
      ],
      [
        "a token 25 times at once",
        (portal, token, client) => Promise.all(Array.from({ length: 25 }, () => refresh(portal, token, client))),
      ],
      [
        "a narrower scope",
        async (portal, token, client) => [await refresh(portal, token, client, { scope: "profile" })],
      ],
      [
        "a wider scope",
        async (portal, token, client) => [await refresh(portal, token, client, { scope: "calendar:write" })],
      ],
      ["another client's token", async (portal, token) => [await refresh(portal, token, OTHER)]],
      ["an unknown token", async (portal, _token, client) => [await refresh(portal, "pt_rt_unknown", client)]],
      [
        "a suspended person's",
        async (portal, token, client) => {
          portal.store.tables.subjects.set(ALICE.userId, { ...ALICE, suspendedAt: START });
          return [await refresh(portal, token, client)];
        },
      ],
    ];

    it.each(
      ofRefreshTokens.flatMap(([name, use]) => [CONFIDENTIAL, PUBLIC].map((client) => [name, client, use] as const)),
    )("to a refresh with %s of $clientId", async (_case, client, use) => {
      const outcomes = [];
      for (const each of [null, guess]) {
        const portal = makePortal(each);
        await given(portal, client);
        const { refresh_token } = await redeemCode(portal, client);
        outcomes.push(outcome(portal, await use(portal, refresh_token, client)));
      }
      expect(outcomes[1]).toEqual(outcomes[0]);
    });
  },
);

describe("with a right guess", () => {
  it("a code and a refresh token are exchanged in one step of the store", async () => {
    const portal = makePortal(right);
    await given(portal, PUBLIC);
    const finds = [vi.spyOn(portal.store, "findAuthorizationCode"), vi.spyOn(portal.store, "findRefreshToken")];
    const first = await redeemCode(portal, PUBLIC);
    expect(await refresh(portal, first.refresh_token, PUBLIC)).toHaveProperty("id_token");
    for (const find of finds) expect(find).not.toHaveBeenCalled();
  });
});

describe("what is guessed", () => {
  it("is what the client's last two grants were for, and nothing when they differed", () => {
    const shapes = new GrantShapes();
    const other = { scopes: ["openid"], resources: ["https://calendar.example"] };
    const guessed = [right, right, other, right, right].map((shape) => {
      shapes.remember("a", shape);
      return shapes.guess("a");
    });
    expect(guessed).toEqual([null, right, null, null, right]);
    expect(shapes.guess("b")).toBeNull();
  });
});
