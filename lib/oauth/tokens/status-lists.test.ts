import { inflateSync } from "node:zlib";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { describe, expect, it } from "vitest";
import { statusLists } from "../status-lists";
import { accessToken, at, CALENDAR_API, FILES_API } from "../testing/fixtures";
import { AWAY, basic, CONFIDENTIAL, get, ISSUER, post, SERVICE, TestPortal } from "../testing/test-context";
import { givenCode, redeemCode } from "../testing/test-grants";
import { handleTokenRequest } from "../token/handle-request";
import { LIST_SIZE, STATUS_LIST_AWAY_MS, STATUS_LIST_LIFETIME, STATUS_LIST_TTL, StatusLists } from "./status-lists";

const API = CALENDAR_API.identifier;

/** The places of a published list whose bit is set. */
function revokedIn(jwt: string): number[] {
  const { lst } = decodeJwt<{ status_list: { lst: string } }>(jwt).status_list;
  const bits = inflateSync(Buffer.from(lst, "base64url"));
  return Array.from({ length: bits.length * 8 }, (_, index) => index).filter(
    (index) => ((bits[index >> 3] ?? 0) >> (index & 7)) & 1,
  );
}

/** A stored token with a place in a list. */
async function givenToken(portal: TestPortal) {
  const place = await portal.context.statusLists.take(API, at(600));
  const token = accessToken(null, place);
  await portal.store.createAccessToken(token);
  const revoke = () => portal.store.revokeAccessToken(token.tokenHash, token.clientId, portal.now);
  const publish = async () => (await portal.context.statusLists.publish(place.statusListId))?.jwt ?? "";
  return { ...place, revoke, publish };
}

describe("places in status lists", () => {
  it("are given out once, at random, and a list is closed when it is half full", async () => {
    const portal = new TestPortal();
    const count = LIST_SIZE / 2 + 1;
    const places = await Promise.all(
      Array.from({ length: count }, () => portal.context.statusLists.take(API, at(600))),
    );
    expect(new Set(places.map((place) => `${place.statusListId} ${place.statusIndex}`)).size).toBe(count);
    expect(new Set(places.map((place) => place.statusListId)).size).toBe(2);
    const indexes = places.slice(0, 1000).map((place) => place.statusIndex);
    expect(indexes.every((index) => index >= 0 && index < LIST_SIZE)).toBe(true);
    // Random places are not in order: about half of the steps go down.
    const down = indexes.filter((index, n) => n > 0 && index < (indexes[n - 1] ?? 0)).length;
    expect(down).toBeGreaterThan(400);
    expect(down).toBeLessThan(600);
  });

  it("are in lists of one API each, and of one process each", async () => {
    const portal = new TestPortal();
    const other = new StatusLists({ ...portal.context, isAway: () => false });
    const ids = await Promise.all([
      portal.context.statusLists.take(API, at(600)),
      portal.context.statusLists.take(FILES_API.identifier, at(600)),
      other.take(API, at(600)),
    ]);
    expect(new Set(ids.map(({ statusListId }) => statusListId)).size).toBe(3);
  });

  it("are in another list after an hour, and when a token lives longer than its list; lists retire with their tokens", async () => {
    const portal = new TestPortal();
    const first = await portal.context.statusLists.take(API, at(600));
    portal.moveTo(3599);
    expect((await portal.context.statusLists.take(API, at(3599 + 600))).statusListId).toBe(first.statusListId);
    portal.moveTo(3600);
    expect((await portal.context.statusLists.take(API, at(3600 + 600))).statusListId).not.toBe(first.statusListId);
    portal.moveTo(4199);
    expect(await portal.context.statusLists.publish(first.statusListId)).not.toBeNull();
    portal.moveTo(4200);
    expect(await portal.context.statusLists.publish(first.statusListId)).toBeNull();
    const long = new TestPortal();
    const short = await long.context.statusLists.take(API, at(600));
    expect((await long.context.statusLists.take(API, at(90_000))).statusListId).not.toBe(short.statusListId);
  });

  it("can be had again after the store could not open a list", async () => {
    const portal = new TestPortal();
    const { createStatusList } = portal.store;
    portal.store.createStatusList = () => Promise.reject(AWAY);
    await expect(portal.context.statusLists.take(API, at(600))).rejects.toBe(AWAY);
    portal.store.createStatusList = createStatusList.bind(portal.store);
    expect((await portal.context.statusLists.take(API, at(600))).statusIndex).toBeGreaterThanOrEqual(0);
  });
});

describe("a published status list (draft-ietf-oauth-status-list)", () => {
  it("is a signed JWT with its own address as sub, a bit a token, and an end in seconds", async () => {
    const portal = new TestPortal();
    const { publish, statusListId, statusIndex, revoke } = await givenToken(portal);
    await revoke();
    const jwt = await publish();
    expect(decodeProtectedHeader(jwt)).toMatchObject({ typ: "statuslist+jwt", alg: CALENDAR_API.signingAlg });
    const now = portal.now.getTime() / 1000;
    expect(decodeJwt(jwt)).toMatchObject({
      iss: ISSUER,
      sub: `${ISSUER}/oauth/status-lists?id=${statusListId}`,
      iat: now,
      exp: now + STATUS_LIST_LIFETIME,
      ttl: STATUS_LIST_TTL,
      status_list: { bits: 1, aggregation_uri: `${ISSUER}/oauth/status-lists` },
    });
    expect(revokedIn(jwt)).toEqual([statusIndex]);
  });

  it("tells of a revocation after a second, and no list without it is good for longer than it says", async () => {
    const portal = new TestPortal();
    const { publish, statusIndex, revoke } = await givenToken(portal);
    const old = await publish();
    portal.moveTo(0.5);
    await revoke();
    portal.moveTo(0.999);
    expect(await publish()).toBe(old);
    portal.moveTo(1);
    expect(revokedIn(await publish())).toEqual([statusIndex]);
    expect(decodeJwt(old).exp).toBeLessThanOrEqual(at(0.5 + STATUS_LIST_LIFETIME).getTime() / 1000);
  });

  it("is signed anew only when it changed or is as old as its ttl, and from memory in between", async () => {
    const portal = new TestPortal();
    const { publish } = await givenToken(portal);
    let looks = 0;
    const { findStatusList } = portal.store;
    portal.store.findStatusList = (...sent) => {
      looks += 1;
      return findStatusList.apply(portal.store, sent);
    };
    const first = await Promise.all(Array.from({ length: 50 }, publish));
    expect([new Set(first).size, looks]).toEqual([1, 1]);
    portal.moveTo(4.9);
    expect(await publish()).toBe(first[0]);
    expect(looks).toBe(2);
    portal.moveTo(5.9);
    const next = await publish();
    expect(next).not.toBe(first[0]);
    expect(decodeJwt(next).iat).toBe(at(5).getTime() / 1000);
  });

  it("goes on for a minute while the store is away, and no longer, since others may go on revoking", async () => {
    const portal = new TestPortal({ resources: [{ ...CALENDAR_API, signingAlg: "ES256" }] });
    const { publish, statusIndex, revoke } = await givenToken(portal);
    await revoke();
    await publish();
    const away = () => Promise.reject(AWAY);
    Object.assign(portal.store, { findStatusList: away, findResource: away });
    const minute = STATUS_LIST_AWAY_MS / 1000;
    for (const second of [6, minute]) {
      portal.moveTo(second);
      const jwt = await publish();
      expect(decodeProtectedHeader(jwt).alg).toBe("ES256");
      expect(revokedIn(jwt)).toEqual([statusIndex]);
      expect(decodeJwt(jwt).exp).toBe(at(second + STATUS_LIST_LIFETIME).getTime() / 1000);
    }
    portal.moveTo(minute + 1);
    await expect(publish()).rejects.toBe(AWAY);
  });

  it("does not hide a mistake as if the store were away", async () => {
    const portal = new TestPortal();
    const { publish } = await givenToken(portal);
    await publish();
    portal.store.findStatusList = () => Promise.reject(new Error("a mistake"));
    portal.moveTo(6);
    await expect(publish()).rejects.toThrow("a mistake");
  });

  it("is signed by another algorithm as soon as its API wants one", async () => {
    const portal = new TestPortal({ resources: [{ ...CALENDAR_API, signingAlg: "ES256" }] });
    const { publish } = await givenToken(portal);
    expect(decodeProtectedHeader(await publish()).alg).toBe("ES256");
    portal.store.tables.resources.set(API, { ...CALENDAR_API, signingAlg: "RS256" });
    portal.moveTo(1);
    expect(decodeProtectedHeader(await publish()).alg).toBe("RS256");
  });
});

describe("the addresses of all lists (draft-ietf-oauth-status-list, Status List Aggregation)", () => {
  it("are read once a second at most, however many ask, and name a list of this process at once", async () => {
    const portal = new TestPortal();
    const first = await givenToken(portal);
    let reads = 0;
    const { listStatusLists } = portal.store;
    portal.store.listStatusLists = (...sent) => {
      reads += 1;
      return listStatusLists.apply(portal.store, sent);
    };
    const [endpoint] = statusLists.endpoints;
    const ask = () => endpoint.handle(get("/oauth/status-lists"), portal.context);
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    expect([answers.every(({ status }) => status === 200), reads]).toEqual([true, 1]);
    expect(await answers[0]?.json()).toEqual({
      status_lists: [`${ISSUER}/oauth/status-lists?id=${first.statusListId}`],
    });
    const other = await portal.context.statusLists.take(FILES_API.identifier, at(600));
    const { status_lists } = (await (await ask()).json()) as { status_lists: string[] };
    expect(status_lists).toContain(`${ISSUER}/oauth/status-lists?id=${other.statusListId}`);
    portal.moveTo(1);
    await ask();
    expect(reads).toBe(3);
  });
});

describe("JWT access tokens", () => {
  it("name their place, also those of a client alone; opaque ones have none", async () => {
    const portal = new TestPortal({ resources: [{ ...CALENDAR_API, tokenFormat: "jwt" }] });
    const ask = async () => {
      const form = { grant_type: "client_credentials", resource: API };
      const response = await handleTokenRequest(post("/oauth/token", form, basic(SERVICE.clientId)), portal.context);
      return ((await response.json()) as { access_token: string }).access_token;
    };
    const [listId = ""] = await ask().then(() => portal.store.listStatusLists(portal.now));
    const { status } = decodeJwt(await ask());
    expect(status).toEqual({
      status_list: { idx: expect.any(Number), uri: `${ISSUER}/oauth/status-lists?id=${listId}` },
    });
    portal.store.tables.resources.set(API, CALENDAR_API);
    const opaque = await ask();
    expect(opaque).toMatch(/^pt_at_/);
    const rows = [...portal.store.tables.accessTokens.values()].map((row) => row.statusListId);
    expect(rows).toEqual([listId, listId, null]);
  });

  it("for userinfo and an API have their place in the API's list, which is signed as the API's tokens", async () => {
    const portal = new TestPortal({ resources: [{ ...CALENDAR_API, tokenFormat: "jwt", signingAlg: "ES256" }] });
    await givenCode(portal, CONFIDENTIAL, { scopes: ["openid", "calendar:read"] });
    const { access_token } = await redeemCode(portal);
    expect(decodeJwt(String(access_token)).aud).toEqual([ISSUER, API]);
    const lists = [...portal.store.tables.statusLists.values()];
    expect(lists.map(({ resource }) => resource)).toEqual([API]);
    const list = await portal.context.statusLists.publish(lists[0]?.listId ?? "");
    expect(decodeProtectedHeader(list?.jwt ?? "").alg).toBe("ES256");
  });
});
