import { beforeEach, describe, expect, it } from "vitest";
import type { AuthorizationCode, Grant, RefreshToken } from "../model";
import type { CodeCondition, NeededConsent, OAuthStore, RefreshCondition } from "../store";
import {
  ALICE,
  accessToken,
  at,
  authorizationCode,
  authorizationRequest,
  BOB,
  CALENDAR_API,
  CONTRACT_SEED,
  grant,
  refreshToken,
  START,
  SUSPENDED,
  uniqueName,
  uniqueUuid,
  WEB_CLIENT,
} from "./fixtures";
import { type StoreSeed, toGrantOfToken } from "./memory-store";
import { exchangeRefreshToken, redeemCode } from "./redeem";

const PARALLEL = 25;

/** For conditions that the test has made sure of. */
function fail(): never {
  throw new Error("the test is wrong");
}

/** Calls `make(seed)` 25 times at once, and counts how many answered true. */
async function countWinners(redeem: (index: number) => Promise<boolean>): Promise<number> {
  const answers = await Promise.all(Array.from({ length: PARALLEL }, (_, index) => redeem(index)));
  return answers.filter(Boolean).length;
}

/** For each condition, a code and a grant that meet all conditions but this one, one second after {@link START}. */
const wrongCodes: Record<CodeCondition, { grant?: Partial<Grant>; code?: Partial<AuthorizationCode> }> = {
  isUnused: { code: { consumedAt: START } },
  isInTime: { code: { expiresAt: at(1) } },
  isOfClient: { code: { clientId: "pt_cl_keys" } },
  isForRedirectUri: { code: { redirectUri: "https://client.example/other" } },
  isForChallenge: { code: { codeChallenge: null, codeChallengeMethod: null } },
  isForScopes: { grant: { scopes: ["openid"] } },
  isForResources: { grant: { resources: [] } },
  hasLiveGrant: { grant: { revokedAt: START } },
  hasUnexpiredGrant: { grant: { expiresAt: at(1) } },
  hasActivePerson: { grant: { userId: SUSPENDED.userId } },
};

/** The same for refresh tokens, for grants that last 100 seconds. */
const wrongRefreshTokens: Record<RefreshCondition, { grant?: Partial<Grant>; token?: Partial<RefreshToken> }> = {
  isNotRevoked: { token: { revokedAt: START } },
  isInTime: { token: { expiresAt: at(1) } },
  isUnusedOrUsedAgain: { token: { consumedAt: START } },
  isOfClient: { token: { clientId: "pt_cl_keys" } },
  isForScopes: { token: { scopes: ["openid"] } },
  isForResources: { grant: { resources: [] } },
  hasLiveGrant: { grant: { revokedAt: START } },
  hasUnexpiredGrant: { grant: { expiresAt: at(1) } },
  hasYoungGrant: { grant: { createdAt: at(-99) } },
  hasActivePerson: { grant: { userId: SUSPENDED.userId } },
};

/**
 * The promises of {@link OAuthStore} as tests.
 *
 * @param name what kind of store, for the report
 * @param makeStore gives an empty store that holds exactly the seed; called before each test. A seeded client without
 *   an owner row has `ownerId` null; `secrets`, `redirectUris` and `postLogoutRedirectUris` are its own rows.
 */
export function describeStoreContract(name: string, makeStore: (seed: StoreSeed) => Promise<OAuthStore>): void {
  describe(`${name} keeps the promises of the store`, () => {
    let store: OAuthStore;

    beforeEach(async () => {
      store = await makeStore(CONTRACT_SEED);
    });

    async function givenCode(values: Parameters<typeof authorizationCode>[1] = {}) {
      const given = grant();
      const code = authorizationCode(given, values);
      await store.createAuthorizationCode(given, code, null);
      return { grant: given, code };
    }

    async function givenRefreshToken(values: Parameters<typeof refreshToken>[1] = {}) {
      const { grant: given, code } = await givenCode();
      const first = { accessToken: accessToken(given), refreshToken: refreshToken(given, values) };
      expect(await redeemCode(store, code.codeHash, START, first)).toBe(true);
      return { grant: given, ...first };
    }

    describe("single-use identifiers (RFC 7519 §4.1.7)", () => {
      it("are used by one of any number of callers at once", async () => {
        expect(await countWinners(() => store.useJti("one", at(60), START))).toBe(1);
        expect(await store.useJti("another", at(60), START)).toBe(true);
      });

      it("are free again only when the mark has expired", async () => {
        expect(await store.useJti("one", at(60), START)).toBe(true);
        expect(await store.useJti("one", at(600), at(59))).toBe(false);
        expect(await store.useJti("one", at(120), at(60))).toBe(true);
        expect(await store.useJti("one", at(600), at(119))).toBe(false);
      });
    });

    describe("clients, resources, scopes and subjects", () => {
      it("tells with an access token how its client wants userinfo signed", async () => {
        const tokens = ["pt_cl_keys", WEB_CLIENT.clientId].map((clientId) => accessToken(null, { clientId }));
        const algs = [];
        for (const token of tokens) {
          await store.createAccessToken(token);
          algs.push((await store.findAccessToken(token.tokenHash))?.userinfoSignedResponseAlg);
        }
        expect(algs).toEqual(["EdDSA", null]);
      });

      it("gives a client with its keys and its encrypted secret", async () => {
        expect(await store.findClient("pt_cl_keys")).toEqual(CONTRACT_SEED.clients[2]);
      });

      it("gives a client with its secrets and redirect URIs", async () => {
        expect(await store.findClient(WEB_CLIENT.clientId)).toEqual(CONTRACT_SEED.clients[0]);
      });

      it("gives a suspended client with the time of its suspension", async () => {
        expect((await store.findClient("pt_cl_suspended"))?.suspendedAt).toEqual(START);
      });

      it("answers null for what it does not know", async () => {
        expect(await store.findClient("pt_cl_unknown")).toBeNull();
        expect(await store.findClient("")).toBeNull();
        expect(await store.findResource("https://unknown.example")).toBeNull();
        expect(await store.findSubject("018f4a00-0000-7000-8000-0000000000ff")).toBeNull();
        expect(await store.findAuthorizationRequest("unknown")).toBeNull();
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toBeNull();
        expect(await store.findAuthorizationCode("unknown")).toBeNull();
        expect(await store.findRefreshToken("unknown")).toBeNull();
        expect(await store.findAccessToken("unknown")).toBeNull();
      });

      it("gives a resource with the names of its scopes", async () => {
        const resource = await store.findResource(CALENDAR_API.identifier);
        expect(resource && { ...resource, scopes: [...resource.scopes].sort() }).toEqual({
          ...CALENDAR_API,
          scopes: expect.arrayContaining(CALENDAR_API.scopes),
        });
      });

      it("gives a resource by its normal form, and by its identifier first", async () => {
        const byNormalForm = await store.findResource("https://files.example/");
        expect(byNormalForm).toMatchObject({ identifier: "https://FILES.example", clientPolicy: "listed" });
        expect(byNormalForm?.listedClients).toEqual([WEB_CLIENT.clientId]);
        expect((await store.findResource("https://FILES.example"))?.normalIdentifier).toBe("https://files.example/");
        expect(await store.findResource("https://files.example")).toBeNull();
      });

      it("tells of a scope which apps its API lets in", async () => {
        const [ofFiles] = await store.findScopes(["files:read"]);
        expect(ofFiles).toMatchObject({ clientPolicy: "listed", listedClients: [WEB_CLIENT.clientId] });
        expect((await store.findScopes(["openid"]))[0]).toMatchObject({ clientPolicy: "scopes", listedClients: [] });
      });

      it("gives those of the named scopes that exist", async () => {
        const found = await store.findScopes(["openid", "calendar:read", "no:such"]);
        expect(found.map((scope) => scope.name).sort()).toEqual(["calendar:read", "openid"]);
        expect(found.find((scope) => scope.name === "calendar:read")?.resourceIdentifier).toBe(CALENDAR_API.identifier);
        expect(await store.findScopes([])).toEqual([]);
      });

      it("lists every scope but the retired ones", async () => {
        const names = (await store.listScopes()).map((scope) => scope.name);
        expect(names).toContain("calendar:read");
        expect(names).not.toContain("calendar:old");
      });

      it("gives a subject", async () => {
        expect(await store.findSubject(ALICE.userId)).toEqual(ALICE);
      });

      it("gives with a scope the names of the operator's own claims", async () => {
        expect((await store.findScopes(["openid"]))[0]?.claims).toEqual([]);
        expect((await store.findScopes(["work"]))[0]?.claims).toEqual(["desk", "team"]);
      });

      it("gives the groups of each person where they are asked for, by name, also to several at once", async () => {
        const asked = [ALICE, BOB].map(({ userId }) => store.findClaims(userId, ["groups", "no_such_claim"]));
        expect(await Promise.all(asked)).toEqual([{ groups: ["editors", "writers"] }, { groups: [] }]);
        expect(await store.findClaims(ALICE.userId, ["no_such_claim"])).toEqual({});
      });
    });

    describe("posted requests", () => {
      it("are found any number of times, until they expire", async () => {
        const idHash = uniqueName("posted");
        await store.createPostedRequest({ idHash, query: "state=%C3%A9&request=x", expiresAt: at(600) });
        expect(await store.findPostedRequest(idHash, at(0))).toBe("state=%C3%A9&request=x");
        expect(await store.findPostedRequest(idHash, at(599))).toBe("state=%C3%A9&request=x");
        expect(await store.findPostedRequest(idHash, at(600))).toBeNull();
        expect(await store.findPostedRequest("unknown", at(0))).toBeNull();
      });
    });

    describe("authorization requests", () => {
      it("come back as they were, expired ones too", async () => {
        const grantManagement = { action: "merge", grantId: "018f4a00-0000-7000-8000-0000000094a7" } as const;
        const request = authorizationRequest({ expiresAt: at(-1), grantManagement });
        await store.createAuthorizationRequest(request);
        expect(await store.findAuthorizationRequest(request.idHash)).toEqual(request);
      });

      it("come back with every optional part absent", async () => {
        const request = authorizationRequest({
          state: null,
          nonce: null,
          codeChallenge: null,
          codeChallengeMethod: null,
          maxAge: null,
          loginHint: null,
          hintedSubject: null,
          claims: null,
          resources: [],
          prompt: [],
          acrValues: [],
        });
        await store.createAuthorizationRequest(request);
        expect(await store.findAuthorizationRequest(request.idHash)).toEqual(request);
      });

      it("keep state and nonce byte-exact", async () => {
        const request = authorizationRequest({ state: ` ${"é💡'\"%\\".repeat(40)} `, nonce: "n".repeat(400) });
        await store.createAuthorizationRequest(request);
        expect(await store.findAuthorizationRequest(request.idHash)).toMatchObject({
          state: request.state,
          nonce: request.nonce,
        });
      });

      it("note the session that was chosen, until they are answered", async () => {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        const [first, second] = ["018f4a00-0000-7000-8000-0000005e5511", "018f4a00-0000-7000-8000-0000005e5512"];
        await store.chooseSession(request.idHash, first);
        expect(await store.findAuthorizationRequest(request.idHash)).toMatchObject({ chosenSessionId: first });
        await store.answerAuthorizationRequest(request.idHash, { answer: "deny", now: START });
        await store.chooseSession(request.idHash, second);
        expect(await store.findAuthorizationRequest(request.idHash)).toMatchObject({ chosenSessionId: first });
      });

      it("can be renewed until they are answered", async () => {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        await store.renewAuthorizationRequest(request.idHash, at(999));
        expect((await store.findAuthorizationRequest(request.idHash))?.expiresAt).toEqual(at(999));
        await store.answerAuthorizationRequest(request.idHash, { answer: "deny", now: at(1) });
        await store.renewAuthorizationRequest(request.idHash, at(5000));
        expect((await store.findAuthorizationRequest(request.idHash))?.expiresAt).toEqual(at(999));
      });

      it("are denied once, and nothing is remembered", async () => {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        expect(await store.answerAuthorizationRequest(request.idHash, { answer: "deny", now: at(1) })).toBe(true);
        expect(await store.answerAuthorizationRequest(request.idHash, { answer: "deny", now: at(2) })).toBe(false);
        expect(await store.findAuthorizationRequest(request.idHash)).toMatchObject({
          answer: "deny",
          consumedAt: at(1),
        });
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toBeNull();
      });

      it("stay unanswered when the consent that allows them no longer holds, and nothing is written", async () => {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        const given = grant();
        const code = authorizationCode(given);
        const needed = { scopes: ["openid"], resources: [] };
        const answer = { answer: "allow", now: START, consent: null, needed, grant: given, code } as const;
        expect(await store.answerAuthorizationRequest(request.idHash, answer)).toBe(false);
        expect(await store.findAuthorizationCode(code.codeHash)).toBeNull();
        expect((await store.findAuthorizationRequest(request.idHash))?.answer).toBeNull();
        expect(await store.answerAuthorizationRequest(request.idHash, { ...answer, needed: null })).toBe(true);
      });

      it("are answered with false when they do not exist, and nothing is written", async () => {
        const given = grant();
        const code = authorizationCode(given);
        const answer = { answer: "allow", now: START, consent: null, grant: given, code } as const;
        expect(await store.answerAuthorizationRequest("unknown", answer)).toBe(false);
        expect(await store.findAuthorizationCode(code.codeHash)).toBeNull();
      });

      it("are allowed by exactly one of 25 at once, with one grant and one code", async () => {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        const codeHashes: string[] = [];
        const winners = await countWinners((index) => {
          const given = grant();
          const code = authorizationCode(given, { codeHash: `${request.idHash}-code-${index}` });
          codeHashes.push(code.codeHash);
          const consent = {
            userId: ALICE.userId,
            clientId: WEB_CLIENT.clientId,
            scopes: [{ name: "openid", grantedAt: at(1) }],
            resources: [CALENDAR_API.identifier],
            declinedScopes: [],
            expiresAt: null,
          };
          return store.answerAuthorizationRequest(request.idHash, {
            answer: "allow",
            now: at(1),
            consent,
            grant: given,
            code,
          });
        });
        expect(winners).toBe(1);
        const codes = await Promise.all(codeHashes.map((hash) => store.findAuthorizationCode(hash)));
        expect(codes.filter((code) => code !== null)).toHaveLength(1);
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toEqual({
          grantId: expect.any(String),
          userId: ALICE.userId,
          clientId: WEB_CLIENT.clientId,
          scopes: [{ name: "openid", grantedAt: at(1) }],
          resources: [CALENDAR_API.identifier],
          declinedScopes: [],
          expiresAt: null,
        });
      });

      it("that meet a failure stay unanswered, and no consent, grant or code is left", async () => {
        const taken = await givenCode();
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        const given = grant();
        const code = authorizationCode(given, { codeHash: taken.code.codeHash });
        const consent = {
          userId: ALICE.userId,
          clientId: WEB_CLIENT.clientId,
          scopes: [{ name: "openid", grantedAt: START }],
          resources: [],
          declinedScopes: [],
          expiresAt: null,
        };
        await expect(
          store.answerAuthorizationRequest(request.idHash, {
            answer: "allow",
            now: START,
            consent,
            grant: given,
            code,
          }),
        ).rejects.toThrow();
        expect((await store.findAuthorizationRequest(request.idHash))?.consumedAt).toBeNull();
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toBeNull();
        expect((await store.findAuthorizationCode(code.codeHash))?.grant.grantId).toBe(taken.grant.grantId);
      });
    });

    describe("consents", () => {
      async function allow(
        userId: string,
        names: string[],
        declinedScopes: string[],
        now: Date,
        apis: {
          named?: string[];
          withdrawn?: string[];
          claims?: string[];
          replaced?: string[];
          isFresh?: boolean;
        } = {},
        expiresAt: Date | null = null,
      ) {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        const given = grant({ userId });
        const consent = {
          userId,
          clientId: WEB_CLIENT.clientId,
          scopes: names.map((name) => ({ name, grantedAt: now })),
          resources: apis.named ?? [],
          declinedScopes,
          expiresAt,
        };
        const code = authorizationCode(given);
        const withdrawn = {
          claims: apis.claims ?? [],
          resources: apis.withdrawn ?? [],
          scopes: apis.replaced ?? [],
        };
        const isFreshGrant = apis.isFresh ?? false;
        const answer = { answer: "allow", now, consent, withdrawn, isFreshGrant, grant: given, code } as const;
        expect(await store.answerAuthorizationRequest(request.idHash, answer)).toBe(true);
      }

      async function remembered(userId: string) {
        const consent = await store.findConsent(userId, WEB_CLIENT.clientId);
        return {
          scopes: Object.fromEntries((consent?.scopes ?? []).map((scope) => [scope.name, scope.grantedAt])),
          declinedScopes: [...(consent?.declinedScopes ?? [])].sort(),
        };
      }

      it("grow; what was allowed before keeps its time", async () => {
        await allow(ALICE.userId, ["openid"], [], at(1));
        await allow(ALICE.userId, ["openid", "calendar:read"], [], at(2));
        expect(await remembered(ALICE.userId)).toEqual({
          scopes: { openid: at(1), "calendar:read": at(2) },
          declinedScopes: [],
        });
      });

      it("remember what was left out, and forget that when it is allowed later", async () => {
        await allow(ALICE.userId, ["openid"], ["calendar:write"], at(1));
        expect(await remembered(ALICE.userId)).toEqual({
          scopes: { openid: at(1) },
          declinedScopes: ["calendar:write"],
        });
        await allow(ALICE.userId, ["calendar:write"], [], at(2));
        expect(await remembered(ALICE.userId)).toEqual({
          scopes: { openid: at(1), "calendar:write": at(2) },
          declinedScopes: [],
        });
      });

      const grantIdOf = async (userId: string) =>
        String((await store.findConsent(userId, WEB_CLIENT.clientId))?.grantId);

      it("lose what is replaced, which is not declined, and keep their grant_id unless it is a fresh grant", async () => {
        await allow(ALICE.userId, ["openid", "calendar:read"], ["email"], at(1));
        const grantId = await grantIdOf(ALICE.userId);
        await allow(ALICE.userId, ["openid"], [], at(2), { replaced: ["calendar:read"] });
        expect(await remembered(ALICE.userId)).toEqual({ scopes: { openid: at(1) }, declinedScopes: ["email"] });
        expect(await grantIdOf(ALICE.userId)).toBe(grantId);
        await allow(ALICE.userId, ["openid"], [], at(3), { isFresh: true });
        const fresh = await grantIdOf(ALICE.userId);
        expect(fresh).not.toBe(grantId);
        expect(await store.findGrantOf(WEB_CLIENT.clientId, grantId)).toBeNull();
        expect(await store.findGrantOf(WEB_CLIENT.clientId, fresh)).toMatchObject({ userId: ALICE.userId });
        await allow(ALICE.userId, ["openid"], [], at(4));
        expect(await grantIdOf(ALICE.userId)).toBe(fresh);
      });

      it("are given back by their client alone, once, with all access, and no one else's", async () => {
        await allow(ALICE.userId, ["openid"], [], at(1));
        await allow(BOB.userId, ["openid"], [], at(1));
        const given = grant({ userId: ALICE.userId });
        const code = authorizationCode(given);
        await store.createAuthorizationCode(given, code, null);
        const token = accessToken(given);
        const tokens = { accessToken: token, refreshToken: refreshToken(given) };
        expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
        const grantId = await grantIdOf(ALICE.userId);
        expect(await store.findGrantOf("pt_cl_keys", grantId)).toBeNull();
        expect(await store.returnGrant("pt_cl_keys", grantId, at(2))).toBeNull();
        const answers = await Promise.all([1, 2, 3].map(() => store.returnGrant(WEB_CLIENT.clientId, grantId, at(2))));
        expect(answers.filter((each) => each !== null)).toMatchObject([{ userId: ALICE.userId }]);
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toBeNull();
        expect((await store.findAccessToken(token.tokenHash))?.accessToken.revokedAt).toEqual(at(2));
        expect(await store.findConsent(BOB.userId, WEB_CLIENT.clientId)).not.toBeNull();
      });

      it("lose a scope that is left out now", async () => {
        await allow(ALICE.userId, ["openid", "calendar:write"], [], at(1));
        await allow(ALICE.userId, ["openid"], ["calendar:write"], at(2));
        expect(await remembered(ALICE.userId)).toEqual({
          scopes: { openid: at(1) },
          declinedScopes: ["calendar:write"],
        });
      });

      it("take what is left out now from the access that there is already, and from nobody else's", async () => {
        const claims = { userinfo: { email: null, name: null }, id_token: { email: null } };
        const scopes = ["openid", "calendar:read", "email"];
        async function givenAccess(userId: string) {
          const given = grant({ userId, scopes, claims });
          const code = authorizationCode(given);
          await store.createAuthorizationCode(given, code, null);
          const tokens = { accessToken: accessToken(given, { scopes }), refreshToken: refreshToken(given, { scopes }) };
          expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
          return async () => {
            const access = await store.findAccessToken(tokens.accessToken.tokenHash);
            const refresh = await store.findRefreshToken(tokens.refreshToken.tokenHash);
            const { scopes, claims } = refresh?.grant ?? {};
            return [access?.accessToken.scopes, refresh?.refreshToken.scopes, scopes, claims];
          };
        }
        const [alice, bob] = [await givenAccess(ALICE.userId), await givenAccess(BOB.userId)];
        await allow(ALICE.userId, ["openid"], ["email"], at(1), { claims: ["email", "email_verified"] });
        const left = ["openid", "calendar:read"];
        expect(await alice()).toEqual([left, left, left, { userinfo: { name: null }, id_token: {} }]);
        expect(await bob()).toEqual([scopes, scopes, scopes, claims]);
      });

      it("end refresh tokens when offline_access is left out now (OIDC Core §11)", async () => {
        async function givenToken(userId: string) {
          const given = grant({ userId });
          const code = authorizationCode(given);
          await store.createAuthorizationCode(given, code, null);
          const tokens = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
          expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
          return async () => (await store.findRefreshToken(tokens.refreshToken.tokenHash))?.refreshToken;
        }
        const [alice, bob] = [await givenToken(ALICE.userId), await givenToken(BOB.userId)];
        await allow(ALICE.userId, ["openid"], ["calendar:write"], at(1));
        expect((await alice())?.expiresAt).toEqual((await bob())?.expiresAt);
        await allow(ALICE.userId, ["openid"], ["offline_access"], at(2));
        expect(await alice()).toMatchObject({ expiresAt: at(2), revokedAt: null });
        expect((await bob())?.expiresAt).not.toEqual(at(2));
      });

      it("take offline_access from codes that wait for their client too", async () => {
        async function givenWaitingCode(userId: string) {
          const given = grant({ userId });
          const code = authorizationCode(given);
          await store.createAuthorizationCode(given, code, null);
          return async () => (await store.findAuthorizationCode(code.codeHash))?.grant.offlineAccess;
        }
        const [alice, bob] = [await givenWaitingCode(ALICE.userId), await givenWaitingCode(BOB.userId)];
        await allow(ALICE.userId, ["openid"], ["calendar:write"], at(1));
        expect([await alice(), await bob()]).toEqual([true, true]);
        await allow(ALICE.userId, ["openid"], ["offline_access"], at(2));
        expect([await alice(), await bob()]).toEqual([false, true]);
      });

      it("remember APIs as they do scopes: they grow, and lose what is withdrawn", async () => {
        const [mail, files] = ["https://mail.example", "https://files.example"];
        const resources = async () =>
          (await store.findConsent(ALICE.userId, WEB_CLIENT.clientId))?.resources.toSorted() ?? null;
        await allow(ALICE.userId, ["openid"], [], at(1), { named: [mail] });
        await allow(ALICE.userId, ["openid"], [], at(2), { named: [CALENDAR_API.identifier, mail] });
        expect(await resources()).toEqual([CALENDAR_API.identifier, mail]);
        await allow(ALICE.userId, ["openid"], [], at(3), { named: [files], withdrawn: [mail] });
        expect(await resources()).toEqual([CALENDAR_API.identifier, files]);
      });

      it("take an API that is withdrawn from the access that there is already, and end tokens for it alone", async () => {
        const [api, userinfo] = [CALENDAR_API.identifier, "https://issuer.example"];
        async function givenAccess(userId: string) {
          const given = grant({ userId, resources: [api] });
          const code = authorizationCode(given);
          await store.createAuthorizationCode(given, code, null);
          const tokens = { accessToken: accessToken(given, { audience: [api] }), refreshToken: refreshToken(given) };
          expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
          const both = accessToken(given, { audience: [userinfo, api] });
          await store.createAccessToken(both);
          return async () => {
            const alone = (await store.findAccessToken(tokens.accessToken.tokenHash))?.accessToken;
            const shared = (await store.findAccessToken(both.tokenHash))?.accessToken;
            const { resources } = (await store.findRefreshToken(tokens.refreshToken.tokenHash))?.grant ?? {};
            return [alone?.audience, alone?.revokedAt, shared?.audience, shared?.revokedAt, resources];
          };
        }
        const [alice, bob] = [await givenAccess(ALICE.userId), await givenAccess(BOB.userId)];
        await allow(ALICE.userId, ["openid"], ["calendar:read"], at(1), { withdrawn: [api] });
        expect(await alice()).toEqual([[], at(1), [userinfo], null, []]);
        expect(await bob()).toEqual([[api], null, [userinfo, api], null, [api]]);
      });

      it("end when the person chose, the last choice counts, and only ended ones are forgotten", async () => {
        const endOf = async () => (await store.findConsent(ALICE.userId, WEB_CLIENT.clientId))?.expiresAt;
        const forget = (now: Date) => store.forgetEndedConsent(ALICE.userId, WEB_CLIENT.clientId, now);
        await allow(ALICE.userId, ["openid"], [], at(1), {}, at(100));
        expect(await endOf()).toEqual(at(100));
        await allow(ALICE.userId, ["openid"], [], at(2));
        await forget(at(9999));
        expect(await endOf()).toBeNull();
        await allow(ALICE.userId, ["calendar:read"], [], at(3), {}, at(200));
        await forget(at(199.999));
        expect(await remembered(ALICE.userId)).toMatchObject({ scopes: { openid: at(1), "calendar:read": at(3) } });
        await forget(at(200));
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toBeNull();
      });

      it("last no longer by a yes to less: what its page did not show keeps its end", async () => {
        const endOf = async () => (await store.findConsent(ALICE.userId, WEB_CLIENT.clientId))?.expiresAt;
        const api = CALENDAR_API.identifier;
        await allow(ALICE.userId, ["openid", "calendar:read"], [], at(1), { named: [api] }, at(100));
        await allow(ALICE.userId, ["openid"], [], at(2));
        expect(await endOf(), "of a scope that was not asked for").toEqual(at(100));
        await allow(ALICE.userId, ["openid"], ["calendar:read"], at(3));
        expect(await endOf(), "of an API that was not asked for").toEqual(at(100));
        await allow(ALICE.userId, ["openid", "calendar:read"], [], at(4), { named: [api] }, at(300));
        expect(await endOf(), "of all that there is").toEqual(at(300));
        await allow(ALICE.userId, ["openid"], ["calendar:read"], at(5), { withdrawn: [api] });
        expect(await endOf(), "of what is left").toBeNull();
        await allow(ALICE.userId, ["calendar:read"], [], at(6), { named: [api] }, at(200));
        expect(await endOf(), "a shorter choice is for everything").toEqual(at(200));
      });

      it("bring an earlier end to the access that there is already, and no later one, and nobody else's", async () => {
        const { accessToken: access, refreshToken: refresh } = await givenRefreshToken();
        const bobs = grant({ userId: BOB.userId });
        const bobsCode = authorizationCode(bobs);
        await store.createAuthorizationCode(bobs, bobsCode, null);
        const ends = async () => {
          const found = await store.findRefreshToken(refresh.tokenHash);
          const token = await store.findAccessToken(access.tokenHash);
          return [found?.grant.expiresAt, found?.refreshToken.expiresAt, token?.accessToken.expiresAt];
        };
        await allow(ALICE.userId, ["openid"], [], at(1), {}, at(5000));
        expect(await ends()).toEqual([at(5000), at(3600), at(600)]);
        await allow(ALICE.userId, ["openid"], [], at(2), {}, at(300));
        expect(await ends()).toEqual([at(300), at(300), at(300)]);
        await allow(ALICE.userId, ["openid"], [], at(3));
        expect(await ends()).toEqual([at(300), at(300), at(300)]);
        expect((await store.findAuthorizationCode(bobsCode.codeHash))?.grant.expiresAt).toBeNull();
      });

      it("belong to one person", async () => {
        await allow(ALICE.userId, ["openid"], [], at(1));
        expect(await store.findConsent(BOB.userId, WEB_CLIENT.clientId)).toBeNull();
      });

      it("are not touched by an answer without one", async () => {
        const request = authorizationRequest();
        await store.createAuthorizationRequest(request);
        const given = grant();
        const answer = { answer: "allow", now: START, consent: null, grant: given, code: authorizationCode(given) };
        expect(await store.answerAuthorizationRequest(request.idHash, { ...answer, answer: "allow" })).toBe(true);
        expect(await store.findConsent(ALICE.userId, WEB_CLIENT.clientId)).toBeNull();
      });
    });

    describe("authorization codes", () => {
      it("come back with grant and subject", async () => {
        const given = await givenCode();
        expect(await store.findAuthorizationCode(given.code.codeHash)).toEqual({ ...given, subject: ALICE });
      });

      it("come back with every optional part absent", async () => {
        const given = grant({ sessionId: null, claims: null, resources: [], amr: [] });
        const code = authorizationCode(given, { codeChallenge: null, codeChallengeMethod: null, nonce: null });
        await store.createAuthorizationCode(given, code, null);
        expect(await store.findAuthorizationCode(code.codeHash)).toEqual({ code, grant: given, subject: ALICE });
      });

      it("that rest on a consent are stored while it holds what they need, and otherwise nothing is", async () => {
        const { userId, clientId } = grant();
        const remember = async (idHash: string, scopes: string[], declinedScopes: string[], expiresAt: Date | null) => {
          const given = grant();
          await store.createAuthorizationRequest(authorizationRequest({ idHash }));
          await store.answerAuthorizationRequest(idHash, {
            answer: "allow",
            now: START,
            consent: {
              userId,
              clientId,
              scopes: scopes.map((name) => ({ name, grantedAt: START })),
              resources: [CALENDAR_API.identifier],
              declinedScopes,
              expiresAt,
            },
            grant: given,
            code: authorizationCode(given),
          });
        };
        const needs = { scopes: ["openid"], resources: [CALENDAR_API.identifier] };
        const isStored = async (needed: NeededConsent) => {
          const given = grant();
          const code = authorizationCode(given, { createdAt: at(1) });
          const answer = await store.createAuthorizationCode(given, code, needed);
          expect((await store.findAuthorizationCode(code.codeHash)) !== null).toBe(answer);
          return answer;
        };
        expect(await isStored(needs)).toBe(false);
        await remember("first", ["openid", "calendar:write"], [], null);
        expect(await isStored(needs)).toBe(true);
        expect(await isStored({ ...needs, scopes: ["openid", "calendar:read"] })).toBe(false);
        expect(await isStored({ ...needs, resources: ["https://other.example"] })).toBe(false);
        await remember("second", ["openid"], ["calendar:write"], null);
        expect(await isStored({ ...needs, scopes: ["calendar:write"] })).toBe(false);
        await remember("third", ["openid"], [], at(1));
        expect(await isStored(needs)).toBe(false);
      });

      it("that rest on a consent are stored each for itself, 25 at once", async () => {
        const all = Array.from({ length: PARALLEL }, () => grant());
        const answers = await Promise.all(
          all.map((given, index) =>
            store.createAuthorizationCode(
              given,
              authorizationCode(given),
              index % 2 === 0 ? null : { scopes: ["openid"], resources: [] },
            ),
          ),
        );
        expect(answers).toEqual(all.map((_, index) => index % 2 === 0));
      });

      it("are redeemed by exactly one of 25 at once, whose tokens alone exist", async () => {
        const { grant: given, code } = await givenCode();
        const tokens = Array.from({ length: PARALLEL }, () => ({
          accessToken: accessToken(given),
          refreshToken: refreshToken(given),
        }));
        const answers = await Promise.all(tokens.map((each) => redeemCode(store, code.codeHash, at(1), each)));
        expect(answers.filter(Boolean)).toHaveLength(1);
        for (const [index, each] of tokens.entries()) {
          const access = await store.findAccessToken(each.accessToken.tokenHash);
          const refresh = await store.findRefreshToken(each.refreshToken.tokenHash);
          expect([access !== null, refresh !== null]).toEqual([answers[index], answers[index]]);
        }
        expect((await store.findAuthorizationCode(code.codeHash))?.code.consumedAt).toEqual(at(1));
      });

      it("are redeemed 25 different ones at once, each with its own tokens; what is wrong with some fails those alone", async () => {
        const taken = accessToken(null);
        await store.createAccessToken(taken);
        const given = await Promise.all(Array.from({ length: PARALLEL }, () => givenCode()));
        const tokens = given.map(({ grant: each }, index) => ({
          // every fifth has a token that exists already and so cannot be stored
          accessToken: index % 5 === 0 ? { ...accessToken(each), tokenHash: taken.tokenHash } : accessToken(each),
          refreshToken: index % 2 === 0 ? refreshToken(each) : null,
        }));
        const answers = await Promise.allSettled(
          given.map(({ code }, index) =>
            // every seventh comes too late
            redeemCode(store, code.codeHash, index % 7 === 0 ? at(61) : at(1), tokens[index] ?? fail()),
          ),
        );
        for (const [index, answer] of answers.entries()) {
          const { accessToken: access, refreshToken: refresh } = tokens[index] ?? fail();
          const { code, grant: own } = given[index] ?? fail();
          const isLate = index % 7 === 0;
          const isRefused = index % 5 === 0 && !isLate;
          const expected = isRefused ? { status: "rejected" } : { status: "fulfilled", value: !isLate };
          expect(answer).toMatchObject(expected);
          const isRedeemed = !isLate && !isRefused;
          expect((await store.findAuthorizationCode(code.codeHash))?.code.consumedAt).toEqual(
            isRedeemed ? at(1) : null,
          );
          const found = await store.findAccessToken(access.tokenHash);
          if (index % 5 === 0) expect(found?.accessToken).toEqual(taken);
          else expect(found?.grant ?? null).toEqual(isRedeemed ? toGrantOfToken(own) : null);
          if (refresh) expect((await store.findRefreshToken(refresh.tokenHash)) !== null).toBe(isRedeemed);
        }
      });

      it("are redeemed without a refresh token", async () => {
        const { grant: given, code } = await givenCode();
        const token = accessToken(given);
        expect(await redeemCode(store, code.codeHash, START, { accessToken: token, refreshToken: null })).toBe(true);
        expect((await store.findAccessToken(token.tokenHash))?.accessToken).toEqual(token);
      });

      it("bring a refresh token where the grant has offline access, and nowhere else", async () => {
        for (const offlineAccess of [true, false]) {
          const given = grant({ offlineAccess });
          const code = authorizationCode(given);
          await store.createAuthorizationCode(given, code, null);
          const tokens = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
          expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
          const found = await store.findAccessToken(tokens.accessToken.tokenHash);
          expect(found?.grant).toEqual(toGrantOfToken(given));
          expect((await store.findAuthorizationCode(code.codeHash))?.grant).toEqual(given);
          expect((await store.findRefreshToken(tokens.refreshToken.tokenHash)) !== null).toBe(offlineAccess);
        }
      });

      it.each([
        ["at its last moment", 59.999, true],
        ["at its end", 60, false],
        ["after its end", 61, false],
      ])("redeemed %s (after %d s): %s", async (_when, seconds, expected) => {
        const { grant: given, code } = await givenCode();
        const tokens = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
        expect(await redeemCode(store, code.codeHash, at(seconds), tokens)).toBe(expected);
        expect((await store.findAccessToken(tokens.accessToken.tokenHash)) !== null).toBe(expected);
        expect((await store.findRefreshToken(tokens.refreshToken.tokenHash)) !== null).toBe(expected);
      });

      it("that do not exist are not redeemed", async () => {
        const { grant: given } = await givenCode();
        const tokens = { accessToken: accessToken(given), refreshToken: null };
        expect(await redeemCode(store, "unknown", START, tokens)).toBe(false);
        expect(await store.findAccessToken(tokens.accessToken.tokenHash)).toBeNull();
      });

      it("are redeemed for exactly what is said of them, and answer what they were", async () => {
        const { grant: given, code } = await givenCode();
        const proof = { clientId: code.clientId, redirectUri: code.redirectUri, codeChallenge: code.codeChallenge };
        const shape = { scopes: given.scopes, resources: given.resources };
        const tokens = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
        const redemption = { codeHash: code.codeHash, now: at(1), proof, shape, refreshLifetime: 9999, ...tokens };
        const untrue: Partial<typeof redemption>[] = [
          { proof: { ...proof, clientId: "pt_cl_keys" } },
          { proof: { ...proof, redirectUri: `${proof.redirectUri}/` } },
          { proof: { ...proof, codeChallenge: null } },
          { proof: { ...proof, codeChallenge: "another" } },
          { shape: { ...shape, scopes: [] } },
          { shape: { ...shape, scopes: given.scopes.slice(1) } },
          { shape: { ...shape, scopes: [...given.scopes, "calendar:write"] } },
          { shape: { ...shape, resources: [...given.resources, "https://other.example"] } },
        ];
        for (const each of untrue) expect(await store.redeemAuthorizationCode({ ...redemption, ...each })).toBeNull();
        expect(await store.findAccessToken(tokens.accessToken.tokenHash)).toBeNull();
        expect(await store.redeemAuthorizationCode(redemption)).toEqual({
          nonce: code.nonce,
          grant: given,
          subject: ALICE,
        });
        const { grantId, clientId, userId } = given;
        const access = await store.findAccessToken(tokens.accessToken.tokenHash);
        expect(access?.accessToken).toEqual({ ...tokens.accessToken, grantId, clientId, userId });
        const refresh = await store.findRefreshToken(tokens.refreshToken.tokenHash);
        expect(refresh?.refreshToken).toEqual({ ...tokens.refreshToken, grantId, clientId });
      });

      it.each([["all", {}] as const, ...Object.entries(wrongCodes)])(
        "are redeemed when all conditions hold, and not otherwise: %s",
        async (condition, wrong: (typeof wrongCodes)[CodeCondition]) => {
          const given = grant(wrong.grant);
          const code = authorizationCode(given, wrong.code);
          await store.createAuthorizationCode(given, code, null);
          const said = authorizationCode(grant());
          const tokens = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
          const redemption = { proof: said, shape: grant(), now: at(1), refreshLifetime: 9999, ...tokens };
          const answer = await store.redeemAuthorizationCode({ codeHash: code.codeHash, ...redemption });
          const isRedeemed = condition === "all";
          expect(answer !== null).toBe(isRedeemed);
          const found = await store.findAuthorizationCode(code.codeHash);
          expect(found?.code.consumedAt).toEqual(isRedeemed ? at(1) : code.consumedAt);
          expect((await store.findAccessToken(tokens.accessToken.tokenHash)) !== null).toBe(isRedeemed);
          expect((await store.findRefreshToken(tokens.refreshToken.tokenHash)) !== null).toBe(isRedeemed);
        },
      );

      it("without a challenge are not redeemed with one", async () => {
        const { grant: given, code } = await givenCode({ codeChallenge: null, codeChallengeMethod: null });
        const proof = { clientId: code.clientId, redirectUri: code.redirectUri, codeChallenge: null };
        const tokens = { accessToken: accessToken(given), refreshToken: null };
        const redemption = {
          codeHash: code.codeHash,
          now: at(1),
          proof,
          shape: given,
          refreshLifetime: 9999,
          ...tokens,
        };
        const withOne = { ...redemption, proof: { ...proof, codeChallenge: "one" } };
        expect(await store.redeemAuthorizationCode(withOne)).toBeNull();
        expect(await store.redeemAuthorizationCode(redemption)).not.toBeNull();
      });

      it("of a revoked grant are not redeemed", async () => {
        const { grant: given, code } = await givenCode();
        await store.revokeGrant(given.grantId, START);
        const tokens = { accessToken: accessToken(given), refreshToken: null };
        expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(false);
        expect(await store.findAccessToken(tokens.accessToken.tokenHash)).toBeNull();
        expect((await store.findAuthorizationCode(code.codeHash))?.grant.revokedAt).toEqual(START);
      });

      it("stay unused when their tokens cannot be stored", async () => {
        const { grant: given, code } = await givenCode();
        const token = accessToken(given);
        await store.createAccessToken(token);
        const refresh = refreshToken(given);
        await expect(
          redeemCode(store, code.codeHash, START, { accessToken: token, refreshToken: refresh }),
        ).rejects.toThrow();
        expect((await store.findAuthorizationCode(code.codeHash))?.code.consumedAt).toBeNull();
        expect(await store.findRefreshToken(refresh.tokenHash)).toBeNull();
      });
    });

    describe("refresh tokens", () => {
      it("come back with grant and subject", async () => {
        const given = await givenRefreshToken();
        expect(await store.findRefreshToken(given.refreshToken.tokenHash)).toEqual({
          refreshToken: given.refreshToken,
          grant: given.grant,
          subject: ALICE,
        });
      });

      it("are exchanged for exactly what is said of them, and answer what they were", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        const exchange = { accessToken: accessToken(given), expiresAt: at(9000), rotation: null };
        const { tokenHash, clientId, scopes } = presented;
        const shape = { scopes, resources: given.resources };
        const redemption = { tokenHash, now: at(1), clientId, shape, refreshLifetime: 9999, ...exchange };
        const untrue: Partial<typeof redemption>[] = [
          { clientId: "pt_cl_keys" },
          { shape: { ...shape, scopes: scopes.slice(1) } },
          { shape: { ...shape, resources: [...given.resources, "https://other.example"] } },
        ];
        for (const each of untrue) expect(await store.redeemRefreshToken({ ...redemption, ...each })).toBeNull();
        expect(await store.findAccessToken(exchange.accessToken.tokenHash)).toBeNull();
        expect(await store.redeemRefreshToken(redemption)).toEqual({ grant: given, subject: ALICE });
      });

      it.each([["all", {}] as const, ...Object.entries(wrongRefreshTokens)])(
        "are exchanged when all conditions hold, and not otherwise: %s",
        async (condition, wrong: (typeof wrongRefreshTokens)[RefreshCondition]) => {
          const given = grant(wrong.grant);
          const presented = refreshToken(given, wrong.token);
          const { tokenHash } = presented;
          store = await makeStore({ ...CONTRACT_SEED, grants: [given], refreshTokens: [presented] });
          const right = refreshToken(grant());
          const shape = { scopes: right.scopes, resources: grant().resources };
          const isExchanged = condition === "all";
          for (const rotation of [null, { successor: refreshToken(given), graceSeconds: 0.5 }]) {
            const exchange = { accessToken: accessToken(given), expiresAt: at(50), refreshLifetime: 100, rotation };
            const redemption = { tokenHash, clientId: right.clientId, shape, now: at(1), ...exchange };
            expect((await store.redeemRefreshToken(redemption)) !== null).toBe(isExchanged);
            expect((await store.findAccessToken(exchange.accessToken.tokenHash)) !== null).toBe(isExchanged);
          }
          if (!isExchanged) expect((await store.findRefreshToken(tokenHash))?.refreshToken).toEqual(presented);
        },
      );

      it("without rotation stay valid, and live on", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        for (const seconds of [10, 2000]) {
          const token = accessToken(given);
          const tokens = { accessToken: token, expiresAt: at(seconds + 5000), rotation: null };
          expect(await exchangeRefreshToken(store, presented.tokenHash, at(seconds), tokens)).toBe(true);
          expect((await store.findAccessToken(token.tokenHash))?.accessToken).toEqual(token);
        }
        expect((await store.findRefreshToken(presented.tokenHash))?.refreshToken).toEqual({
          ...presented,
          expiresAt: at(7000),
        });
      });

      it.each([
        ["at once", 0, true],
        ["at the end of the grace window", 10, true],
        ["after the grace window", 10.001, false],
      ])("with rotation: a second use %s (%d s after the first): %s", async (_when, seconds, expected) => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        const successor = refreshToken(given);
        const use = async (now: Date, expiresAt: Date) => {
          const token = accessToken(given);
          const answer = await exchangeRefreshToken(store, presented.tokenHash, now, {
            accessToken: token,
            expiresAt: at(9999),
            rotation: { successor: { ...successor, createdAt: now, expiresAt }, graceSeconds: 10 },
          });
          expect((await store.findAccessToken(token.tokenHash)) !== null).toBe(answer);
          return answer;
        };
        const row = async (tokenHash: string) => (await store.findRefreshToken(tokenHash))?.refreshToken;
        expect(await use(at(100), at(5000))).toBe(true);
        const stored = { ...successor, createdAt: at(100), expiresAt: at(5000) };
        expect(await row(successor.tokenHash)).toEqual(stored);
        expect(await use(at(100 + seconds), at(6000))).toBe(expected);
        expect(await row(successor.tokenHash)).toEqual(stored);
        expect(await row(presented.tokenHash)).toEqual({ ...presented, consumedAt: at(100) });
      });

      it("with rotation: a second use within the window leaves a successor used that was used by then", async () => {
        const { grant: given, refreshToken: first } = await givenRefreshToken();
        const [second, third] = [refreshToken(given), refreshToken(given)];
        const use = async ({ tokenHash }: typeof first, successor: typeof first, now: Date) =>
          await exchangeRefreshToken(store, tokenHash, now, {
            accessToken: accessToken(given),
            expiresAt: at(9999),
            rotation: { successor, graceSeconds: 10 },
          });
        expect(await use(first, second, at(1))).toBe(true);
        expect(await use(second, third, at(2))).toBe(true);
        expect(await use(first, second, at(3))).toBe(true);
        expect((await store.findRefreshToken(second.tokenHash))?.refreshToken.consumedAt).toEqual(at(2));
        expect(await use(second, third, at(4))).toBe(true);
        expect((await store.findRefreshToken(third.tokenHash))?.refreshToken.consumedAt).toBeNull();
        expect(await use(third, refreshToken(given), at(1000))).toBe(true);
      });

      it("of one grant, some used and some repeated at once, are all exchanged", async () => {
        const { grant: given, refreshToken: first } = await givenRefreshToken();
        const line = [first, refreshToken(given), refreshToken(given), refreshToken(given)];
        const use = (index: number) =>
          exchangeRefreshToken(store, line[index]?.tokenHash ?? fail(), at(1), {
            accessToken: accessToken(given),
            expiresAt: at(9999),
            rotation: { successor: line[index + 1] ?? fail(), graceSeconds: 10 },
          });
        expect(await use(0)).toBe(true);
        expect(await use(1)).toBe(true);
        expect(await countWinners((index) => use(index % 3))).toBe(PARALLEL);
      });

      it.each([
        ["before", 7199.999, true],
        ["at", 7200, false],
      ])("are exchanged %s the end of their grant (%d s): %s", async (_case, seconds, expected) => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken({ expiresAt: at(9999) });
        for (const rotation of [null, { successor: refreshToken(given), graceSeconds: 10 }]) {
          const exchange = { accessToken: accessToken(given), expiresAt: at(9999), rotation, refreshLifetime: 7200 };
          expect(await exchangeRefreshToken(store, presented.tokenHash, at(seconds), exchange)).toBe(expected);
        }
      });

      it("never live longer than their grant: the first, one that is kept, and a successor", async () => {
        const { grant: given, code } = await givenCode();
        const [first, successor] = [refreshToken(given, { expiresAt: at(9999) }), refreshToken(given)];
        const ends = async ({ tokenHash }: typeof first) =>
          (await store.findRefreshToken(tokenHash))?.refreshToken.expiresAt;
        const tokens = { accessToken: accessToken(given), refreshToken: first, refreshLifetime: 1000 };
        expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
        expect(await ends(first)).toEqual(at(1000));
        for (const [lifetime, rotation] of [
          [2000, null],
          [1500, { successor: { ...successor, expiresAt: at(9999) }, graceSeconds: 10 }],
        ] as const) {
          const exchange = {
            accessToken: accessToken(given),
            expiresAt: at(9999),
            rotation,
            refreshLifetime: lifetime,
          };
          expect(await exchangeRefreshToken(store, first.tokenHash, at(1), exchange)).toBe(true);
        }
        expect(await ends(first)).toEqual(at(2000));
        expect(await ends(successor)).toEqual(at(1500));
      });

      it("and access tokens never live longer than the person chose", async () => {
        const given = grant({ expiresAt: at(500) });
        const code = authorizationCode(given);
        await store.createAuthorizationCode(given, code, null);
        const endOfAccess = async ({ tokenHash }: { tokenHash: string }) =>
          (await store.findAccessToken(tokenHash))?.accessToken.expiresAt;
        const endOfRefresh = async ({ tokenHash }: { tokenHash: string }) =>
          (await store.findRefreshToken(tokenHash))?.refreshToken.expiresAt;
        const first = { accessToken: accessToken(given), refreshToken: refreshToken(given) };
        expect(await redeemCode(store, code.codeHash, START, first)).toBe(true);
        expect(await endOfAccess(first.accessToken)).toEqual(at(500));
        expect(await endOfRefresh(first.refreshToken)).toEqual(at(500));
        const successor = refreshToken(given);
        for (const rotation of [null, { successor, graceSeconds: 10 }]) {
          const exchange = { accessToken: accessToken(given), expiresAt: at(9999), rotation };
          expect(await exchangeRefreshToken(store, first.refreshToken.tokenHash, at(1), exchange)).toBe(true);
          expect(await endOfAccess(exchange.accessToken)).toEqual(at(500));
        }
        expect(await endOfRefresh(first.refreshToken)).toEqual(at(500));
        expect(await endOfRefresh(successor)).toEqual(at(500));
      });

      it("that were consumed are not redeemed without rotation either", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        const rotation = { successor: refreshToken(given), graceSeconds: 10 };
        const first = { accessToken: accessToken(given), expiresAt: at(9999), rotation };
        expect(await exchangeRefreshToken(store, presented.tokenHash, at(1), first)).toBe(true);
        const second = { accessToken: accessToken(given), expiresAt: at(9999), rotation: null };
        expect(await exchangeRefreshToken(store, presented.tokenHash, at(2), second)).toBe(false);
      });

      it.each([
        ["expired", 3600, false],
        ["in time", 3599, true],
      ])("that are %s (%d s): %s", async (_case, seconds, expected) => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        for (const rotation of [null, { successor: refreshToken(given), graceSeconds: 10 }]) {
          const tokens = { accessToken: accessToken(given), expiresAt: presented.expiresAt, rotation };
          expect(await exchangeRefreshToken(store, presented.tokenHash, at(seconds), tokens)).toBe(expected);
          expect((await store.findAccessToken(tokens.accessToken.tokenHash)) !== null).toBe(expected);
        }
      });

      it("of a revoked grant are not redeemed", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        await store.revokeGrant(given.grantId, at(1));
        for (const rotation of [null, { successor: refreshToken(given), graceSeconds: 10 }]) {
          const tokens = { accessToken: accessToken(given), expiresAt: at(9999), rotation };
          expect(await exchangeRefreshToken(store, presented.tokenHash, at(2), tokens)).toBe(false);
          expect(await store.findAccessToken(tokens.accessToken.tokenHash)).toBeNull();
          if (rotation) expect(await store.findRefreshToken(rotation.successor.tokenHash)).toBeNull();
        }
      });

      it("stay unused when the new tokens cannot be stored", async () => {
        const { grant: given, refreshToken: presented, accessToken: taken } = await givenRefreshToken();
        const successor = refreshToken(given);
        await expect(
          exchangeRefreshToken(store, presented.tokenHash, at(1), {
            accessToken: taken,
            expiresAt: at(9999),
            rotation: { successor, graceSeconds: 10 },
          }),
        ).rejects.toThrow();
        expect((await store.findRefreshToken(presented.tokenHash))?.refreshToken).toEqual(presented);
        expect(await store.findRefreshToken(successor.tokenHash)).toBeNull();
      });

      it("used by 25 at once within the grace window leave a first use and one successor", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        const successor = refreshToken(given);
        const winners = await countWinners(() =>
          exchangeRefreshToken(store, presented.tokenHash, at(1), {
            accessToken: accessToken(given),
            expiresAt: at(9999),
            rotation: { successor, graceSeconds: 10 },
          }),
        );
        expect(winners).toBe(PARALLEL);
        expect((await store.findRefreshToken(presented.tokenHash))?.refreshToken.consumedAt).toEqual(at(1));
        expect((await store.findRefreshToken(successor.tokenHash))?.refreshToken).toEqual(successor);
      });

      it("used by 25 at once without a grace window at later and later times: the first use only", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        const winners = await countWinners((index) =>
          exchangeRefreshToken(store, presented.tokenHash, at(index + 1), {
            accessToken: accessToken(given),
            expiresAt: at(9999),
            rotation: { successor: refreshToken(given), graceSeconds: -3600 },
          }),
        );
        expect(winners).toBe(1);
      });
    });

    describe("access tokens", () => {
      it("of a client alone have no grant and no subject", async () => {
        const token = accessToken(null);
        await store.createAccessToken(token);
        expect(await store.findAccessToken(token.tokenHash)).toEqual({
          accessToken: token,
          grant: null,
          subject: null,
          isClientLive: true,
          userinfoSignedResponseAlg: null,
          pairwiseSector: null,
          client: { scopes: WEB_CLIENT.scopes, isSelfRegistered: false },
        });
      });

      it("of a person come back with grant and subject", async () => {
        const given = await givenRefreshToken();
        expect(await store.findAccessToken(given.accessToken.tokenHash)).toEqual({
          accessToken: given.accessToken,
          grant: toGrantOfToken(given.grant),
          subject: ALICE,
          isClientLive: true,
          userinfoSignedResponseAlg: null,
          pairwiseSector: null,
          client: { scopes: WEB_CLIENT.scopes, isSelfRegistered: false },
        });
      });

      it("say when their client is suspended", async () => {
        const token = accessToken(null, { clientId: "pt_cl_suspended" });
        await store.createAccessToken(token);
        expect((await store.findAccessToken(token.tokenHash))?.isClientLive).toBe(false);
      });

      it("are revoked one by one, and keep the time of the first revocation", async () => {
        const given = await givenRefreshToken();
        await store.revokeAccessToken(given.accessToken.tokenHash, WEB_CLIENT.clientId, at(1));
        await store.revokeAccessToken(given.accessToken.tokenHash, WEB_CLIENT.clientId, at(2));
        await store.revokeAccessToken("unknown", WEB_CLIENT.clientId, at(2));
        const found = await store.findAccessToken(given.accessToken.tokenHash);
        expect(found?.accessToken.revokedAt).toEqual(at(1));
        expect(found?.grant?.revokedAt).toBeNull();
      });
    });

    describe("revocation (RFC 7009)", () => {
      it("says whose token it is, and ends only what is that client's own", async () => {
        const given = await givenRefreshToken();
        const owner = { clientId: WEB_CLIENT.clientId, userId: ALICE.userId };
        const { accessToken: access, refreshToken: refresh } = given;
        expect(await store.revokeAccessToken(access.tokenHash, "pt_cl_keys", at(1))).toEqual(owner);
        expect(await store.revokeRefreshToken(refresh.tokenHash, "pt_cl_keys", at(1))).toEqual(owner);
        expect((await store.findAccessToken(access.tokenHash))?.accessToken.revokedAt).toBeNull();
        expect((await store.findRefreshToken(refresh.tokenHash))?.grant.revokedAt).toBeNull();
        expect(await store.revokeAccessToken("unknown", owner.clientId, at(1))).toBeNull();
        expect(await store.revokeRefreshToken("unknown", owner.clientId, at(1))).toBeNull();
        expect(await store.revokeAccessToken(access.tokenHash, owner.clientId, at(2))).toEqual(owner);
        expect((await store.findAccessToken(access.tokenHash))?.accessToken.revokedAt).toEqual(at(2));
      });

      it("of a refresh token ends its grant with every token of it and of no other; the first time counts", async () => {
        const [revoked, other] = [await givenRefreshToken(), await givenRefreshToken()];
        for (const seconds of [1, 2]) {
          const { tokenHash, clientId } = revoked.refreshToken;
          await store.revokeRefreshToken(tokenHash, clientId, at(seconds));
        }
        for (const [given, time] of [[revoked, at(1)] as const, [other, null] as const]) {
          const access = await store.findAccessToken(given.accessToken.tokenHash);
          const refresh = await store.findRefreshToken(given.refreshToken.tokenHash);
          expect([access?.accessToken.revokedAt, access?.grant?.revokedAt]).toEqual([time, time]);
          expect(refresh?.refreshToken.revokedAt).toEqual(time);
        }
      });

      it("of one grant by 25 at once is as good as by one", async () => {
        const { refreshToken: refresh } = await givenRefreshToken();
        const { tokenHash, clientId } = refresh;
        const answers = await Promise.all(
          Array.from({ length: PARALLEL }, () => store.revokeRefreshToken(tokenHash, clientId, at(1))),
        );
        expect(answers).toEqual(answers.map(() => ({ clientId, userId: ALICE.userId })));
        expect((await store.findRefreshToken(tokenHash))?.grant.revokedAt).toEqual(at(1));
      });
    });

    describe("status lists (draft-ietf-oauth-status-list)", () => {
      const list = { listId: uniqueUuid(), resource: CALENDAR_API.identifier, createdAt: START, expiresAt: at(900) };
      const placed = (statusIndex: number) => ({ statusListId: list.listId, statusIndex });
      const revoked = async (now = at(1)) => (await store.findStatusList(list.listId, now))?.revoked.toSorted();

      it("are found until they expire, and nothing else is", async () => {
        await store.createStatusList(list);
        expect(await store.findStatusList(list.listId, at(899))).toEqual({ resource: list.resource, revoked: [] });
        expect(await store.listStatusLists(at(899))).toEqual([list.listId]);
        expect(await store.findStatusList(list.listId, at(900))).toBeNull();
        expect(await store.listStatusLists(at(900))).toEqual([]);
        const asked = [uniqueUuid(), list.listId, "unknown", ""].map((id) => store.findStatusList(id, START));
        expect(await Promise.all(asked)).toEqual([null, { resource: list.resource, revoked: [] }, null, null]);
      });

      it("hold a token that is revoked by itself, until it expires; twice is once", async () => {
        await store.createStatusList(list);
        const tokens = [accessToken(null, placed(3)), accessToken(null, placed(70_000))];
        for (const token of tokens) await store.createAccessToken(token);
        expect(await revoked()).toEqual([]);
        const [first = fail()] = tokens;
        await store.revokeAccessToken(first.tokenHash, "pt_cl_keys", at(1));
        expect(await revoked()).toEqual([]);
        await store.revokeAccessToken(first.tokenHash, first.clientId, at(1));
        await store.revokeAccessToken(first.tokenHash, first.clientId, at(2));
        expect(await revoked(at(599))).toEqual([3]);
        expect(await revoked(at(600))).toEqual([]);
      });

      it("hold every token of a grant that ends, by itself or by its refresh token, and of no other", async () => {
        await store.createStatusList(list);
        const [one, two, three] = [grant(), grant(), grant()];
        const tokens = [accessToken(one, placed(1)), accessToken(two, placed(2)), accessToken(three, placed(3))];
        const refresh = refreshToken(two);
        for (const [n, given] of [one, two, three].entries()) {
          const code = authorizationCode(given);
          await store.createAuthorizationCode(given, code, null);
          const issued = { accessToken: tokens[n] ?? fail(), refreshToken: n === 1 ? refresh : null };
          expect(await redeemCode(store, code.codeHash, START, issued)).toBe(true);
        }
        await store.revokeGrant(one.grantId, at(1));
        expect(await revoked()).toEqual([1]);
        await store.revokeRefreshToken(refresh.tokenHash, two.clientId, at(1));
        expect(await revoked()).toEqual([1, 2]);
      });

      it("hold a token that is stored after its client was suspended, as by a process that has not heard of it", async () => {
        await store.createStatusList(list);
        await store.createAccessToken(accessToken(null, placed(4)));
        await store.createAccessToken(accessToken(null, { ...placed(5), clientId: "pt_cl_suspended" }));
        expect(await revoked()).toEqual([5]);
      });

      it("hold a token that loses a scope or gets an earlier end by the person's answer, and no other", async () => {
        await store.createStatusList(list);
        const given = grant({ scopes: ["openid", "calendar:read"] });
        const code = authorizationCode(given);
        await store.createAuthorizationCode(given, code, null);
        const tokens = { accessToken: accessToken(given, placed(5)), refreshToken: refreshToken(given) };
        expect(await redeemCode(store, code.codeHash, START, tokens)).toBe(true);
        const rest = accessToken(given, { ...placed(6), scopes: ["openid"] });
        const exchange = { accessToken: rest, expiresAt: at(900), rotation: null };
        expect(await exchangeRefreshToken(store, tokens.refreshToken.tokenHash, START, exchange)).toBe(true);
        const answer = async (declinedScopes: string[], expiresAt: Date | null) => {
          const request = authorizationRequest();
          await store.createAuthorizationRequest(request);
          const again = grant();
          const consent = { userId: ALICE.userId, clientId: WEB_CLIENT.clientId, scopes: [], resources: [] };
          await store.answerAuthorizationRequest(request.idHash, {
            answer: "allow",
            now: at(1),
            consent: { ...consent, declinedScopes, expiresAt },
            grant: again,
            code: authorizationCode(again),
          });
        };
        await answer(["calendar:write"], at(700));
        expect(await revoked()).toEqual([]);
        await answer(["calendar:read"], null);
        expect(await revoked()).toEqual([5]);
        await answer([], at(300));
        expect(await revoked()).toEqual([5, 6]);
      });
    });

    describe("grants", () => {
      it("tell which clients a session signed in to, each once", async () => {
        const sessionId = "018f4a00-0000-7000-8000-0000005e5512";
        const suspended = grant({ sessionId, clientId: "pt_cl_suspended" });
        for (const given of [grant({ sessionId }), grant({ sessionId }), suspended, grant()]) {
          await store.createAuthorizationCode(given, authorizationCode(given), null);
        }
        expect(await store.listClientsOfSession(sessionId)).toEqual(["pt_cl_suspended", WEB_CLIENT.clientId]);
        expect(await store.listClientsOfSession("018f4a00-0000-7000-8000-0000005e5513")).toEqual([]);
      });

      it("are revoked with every token of theirs and of no other", async () => {
        const revoked = await givenRefreshToken();
        const other = await givenRefreshToken();
        await store.revokeAccessToken(revoked.accessToken.tokenHash, WEB_CLIENT.clientId, at(1));
        await store.revokeGrant(revoked.grant.grantId, at(2));
        await store.revokeGrant(revoked.grant.grantId, at(3));
        const access = await store.findAccessToken(revoked.accessToken.tokenHash);
        expect([access?.accessToken.revokedAt, access?.grant?.revokedAt]).toEqual([at(1), at(2)]);
        const refresh = await store.findRefreshToken(revoked.refreshToken.tokenHash);
        expect([refresh?.refreshToken.revokedAt, refresh?.grant.revokedAt]).toEqual([at(2), at(2)]);
        expect((await store.findAccessToken(other.accessToken.tokenHash))?.accessToken.revokedAt).toBeNull();
        expect((await store.findRefreshToken(other.refreshToken.tokenHash))?.refreshToken.revokedAt).toBeNull();
      });

      it("have one line of tokens: used by 10 at once three times, each time one is left that nobody used", async () => {
        const { grant: given, refreshToken: first } = await givenRefreshToken();
        const line = [first, refreshToken(given), refreshToken(given), refreshToken(given)];
        for (const [index, presented] of line.slice(0, -1).entries()) {
          const successor = line[index + 1] ?? fail();
          const exchange = () => ({
            accessToken: accessToken(given),
            expiresAt: at(9000),
            rotation: { successor, graceSeconds: 10 },
          });
          const uses = Array.from({ length: 10 }, () =>
            exchangeRefreshToken(store, presented.tokenHash, at(60 * index), exchange()),
          );
          expect(await Promise.all(uses)).toEqual(uses.map(() => true));
          const found = await Promise.all(line.map(({ tokenHash }) => store.findRefreshToken(tokenHash)));
          const unused = found.filter((each) => each !== null && each.refreshToken.consumedAt === null);
          expect(unused.map((each) => each?.refreshToken)).toEqual([successor]);
        }
      });

      it("that are revoked while 25 refresh at once leave no live token", async () => {
        const { grant: given, refreshToken: presented } = await givenRefreshToken();
        const tokens = Array.from({ length: PARALLEL }, () => accessToken(given));
        await Promise.all([
          ...tokens.map((token) =>
            exchangeRefreshToken(store, presented.tokenHash, at(1), {
              accessToken: token,
              expiresAt: at(9999),
              rotation: null,
            }),
          ),
          store.revokeGrant(given.grantId, at(1)),
        ]);
        for (const token of tokens) {
          const found = await store.findAccessToken(token.tokenHash);
          expect(found === null || found.grant?.revokedAt !== null).toBe(true);
        }
      });
    });
  });
}
