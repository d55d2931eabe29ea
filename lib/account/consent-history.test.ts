import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { exportConsentVersions, listConsentVersions } from "../db/people/consent-versions";
import { deleteLeft } from "../db/people/leaving";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { wordsFor } from "../i18n/words";
import { resetMasterKey } from "../keys/secret";
import { createSigningKeys } from "../keys/signing-keys";
import {
  ALICE,
  at,
  authorizationCode,
  authorizationRequest,
  BOB,
  CONTRACT_SEED,
  grant,
  START,
  WEB_CLIENT,
} from "../oauth/testing/fixtures";
import { keepOptionalScopes, narrowOwnApp, removeOwnApp } from "./connected-apps";
import { findOwnVersion, listHistory } from "./consent-history";
import { signReceipt, toReceipt } from "./receipt";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const words = wordsFor("en");
const alice = { ...ALICE, source: { ipAddress: "192.0.2.1", requestId: null }, answerLocale: "en" as const };
const { clientId } = WEB_CLIENT;
const { userId } = ALICE;
const parties = { issuer: "https://id.example.org", portalName: "Portico", privacyUrl: null, userId, appName: null };
const shown = {
  locale: "ko",
  page: {
    title: "Calendar 앱이 내 계정을 사용하도록 허용하시겠습니까?",
    app: { name: "Calendar", policy: "https://calendar.example.org/privacy" },
    permissions: [{ name: "openid", title: "로그인", risk: "identity", is_optional: false }],
  },
};

beforeAll(() => resetMasterKey("a secret for tests, 32 characters and more"));
beforeEach(() => seedStore(CONTRACT_SEED));

const versions = () => listConsentVersions({ userId, clientId }, 10);

/** The answer to a consent page. */
async function answerPage(consent: { expiresAt: Date | null; declinedScopes: string[] } | null) {
  const request = authorizationRequest({ clientId });
  await oauthStore.createAuthorizationRequest(request);
  const given = grant({ userId, clientId, scopes: ["openid"] });
  const answered = {
    answer: "allow",
    now: at(1),
    consent: consent && { userId, clientId, scopes: [{ name: "openid", grantedAt: at(1) }], resources: [], ...consent },
    shown,
    grant: given,
    code: authorizationCode(given),
  } as const;
  return [
    await oauthStore.answerAuthorizationRequest(request.idHash, answered),
    await oauthStore.answerAuthorizationRequest(request.idHash, {
      ...answered,
      grant: grant(given),
      code: authorizationCode(given),
    }),
  ];
}

describe("every version of a consent", () => {
  it("is kept with what was shown, in which language, what was chosen, when and until when", async () => {
    expect(await answerPage({ expiresAt: at(86_400), declinedScopes: ["calendar:read"] })).toEqual([true, false]);
    expect(await versions(), "of two answers, the first").toMatchObject([
      {
        change: "given",
        scopes: ["openid"],
        declinedScopes: ["calendar:read"],
        expiresAt: at(86_400),
        createdAt: at(1),
        ...{ locale: "ko", shown: shown.page },
      },
    ]);
  });

  it("is kept for what was allowed only once, of which nothing else is remembered", async () => {
    await answerPage(null);
    expect(await oauthStore.findConsent(userId, clientId)).toBeNull();
    expect(await versions()).toMatchObject([{ change: "once", scopes: ["openid"], locale: "ko" }]);
  });

  it("is kept when it is narrowed and removed, and stays after that", async () => {
    await allowApp(userId, clientId, { scopes: ["openid", "calendar:read"] });
    await narrowOwnApp(alice, clientId, ["openid"], at(10));
    await removeOwnApp(alice, clientId, at(20));
    expect((await versions()).map(({ change, scopes, createdAt }) => [change, scopes, createdAt])).toEqual([
      ["removed", ["openid"], at(20)],
      ["narrowed", ["calendar:read"], at(10)],
      ["given", ["openid", "calendar:read"], START],
    ]);
  });

  it("is one of the newest 100, with the newest yes, however often somebody changes their mind", async () => {
    const db = await getDb();
    const old = (n: number, change: string) => ({
      id: `018f4a00-0000-7000-8000-${String(n).padStart(12, "0")}`,
      ...{ userId, clientId, change, scopes: ["openid"], createdAt: new Date(START.getTime() - (500 - n) * 1000) },
    });
    const rows = Array.from({ length: 150 }, (_, n) => old(n, n === 3 ? "given" : "once"));
    const others = [
      { ...old(900, "once"), userId: BOB.userId },
      { ...old(901, "once"), clientId: "pt_cl_other" },
    ];
    await db.consentVersion.createMany({ data: [...rows, ...others] });
    const all = () => db.consentVersion.findMany({ where: { userId, clientId }, orderBy: { createdAt: "asc" } });
    await answerPage(null);
    const kept = await all();
    expect(kept).toHaveLength(100);
    expect(kept.slice(0, 2).map(({ id }) => id)).toEqual([rows[3]?.id, rows[52]?.id]);
    expect(kept.at(-1)?.createdAt).toEqual(at(1));
    await allowApp(userId, clientId);
    await removeOwnApp(alice, clientId, at(20));
    expect((await all()).map(({ change }) => change).filter((change) => change !== "once")).toEqual([
      "given",
      "removed",
    ]);
    expect((await all()).length).toBeLessThanOrEqual(100);
    expect(await db.consentVersion.count({ where: { id: { in: others.map(({ id }) => id) } } })).toBe(2);
  });

  it("is exported without its page where the newer pages are as many bytes as an export may have", async () => {
    await answerPage(null);
    await removeOwnApp(alice, clientId, at(20));
    await allowApp(userId, clientId, { isOnce: true });
    const bytes = Buffer.byteLength(JSON.stringify(shown.page)) + 100;
    const exportWith = async (most: number) => {
      const found = await exportConsentVersions(userId, { versions: 10, bytes: most });
      return found.map((each) => [each.change, each.shown !== null, each.isShownLeftOut]);
    };
    expect(await exportWith(bytes)).toContainEqual(["once", true, false]);
    expect(await exportWith(10)).toContainEqual(["once", false, true]);
    const [whole] = await exportConsentVersions(userId, { versions: 1, bytes });
    expect(whole).toEqual({ ...(await versions())[0], isShownLeftOut: false });
  });

  it("is not kept where nothing changed", async () => {
    await allowApp(userId, clientId);
    await keepOptionalScopes(alice, clientId, ["openid", "calendar:read"], at(10));
    await removeOwnApp(alice, "pt_cl_unknown", at(10));
    expect((await versions()).map(({ change }) => change)).toEqual(["given"]);
  });

  it("is read by its person only, in their words", async () => {
    await allowApp(userId, clientId);
    const { entries } = await listHistory(ALICE, clientId, words);
    expect(entries).toMatchObject([{ change: "given", titles: ["Words for openid", "Words for calendar:read"] }]);
    const versionId = entries[0]?.versionId ?? "";
    expect((await findOwnVersion(ALICE, versionId))?.appName).toBe("Calendar");
    expect(await findOwnVersion(BOB, versionId)).toBeNull();
    expect(await findOwnVersion(ALICE, "no version")).toBeNull();
    expect((await listHistory(BOB, clientId, words)).entries).toEqual([]);
  });

  it("goes with the account", async () => {
    await allowApp(userId, clientId);
    const db = await getDb();
    await db.user.update({ where: { id: userId }, data: { deleteAt: at(1) } });
    await deleteLeft(at(2));
    expect(await versions()).toEqual([]);
  });
});

describe("a receipt (ISO/IEC TS 27560:2023)", () => {
  it("says what was allowed to whom, in the words of the page, until when, and where it is taken back", async () => {
    await answerPage({ expiresAt: at(1 + 30 * 86_400), declinedScopes: ["calendar:read"] });
    const [version] = await versions();
    expect(version && toReceipt(version, parties)).toMatchObject({
      schema_version: "ISO/IEC TS 27560:2023",
      receipt_id: version?.versionId,
      pii_principal_id: userId,
      pii_processing: {
        privacy_notice: "https://calendar.example.org/privacy",
        language: "ko",
        purposes: [
          {
            purpose: "로그인",
            lawful_basis: "consent",
            pii_information: [{ pii_type: "openid", pii_optional: false }],
            pii_controllers: [clientId],
            withdrawal_method: `https://id.example.org/account/apps/${clientId}`,
          },
        ],
      },
      event: [{ event_time: at(1).toISOString(), event_state: "given", validity_duration: "P30D" }],
      declined: ["calendar:read"],
      shown: shown.page,
    });
  });

  it("is signed by a key that the portal publishes, under a type of its own (RFC 8725 §3.11)", async () => {
    await allowApp(userId, clientId);
    await removeOwnApp(alice, clientId, at(20));
    const [removed] = await versions();
    if (!removed) throw new Error("there is no version");
    const keys = createSigningKeys(() => new Date());
    const receipt = toReceipt(removed, parties);
    const { jwt } = await signReceipt(receipt, parties, { keys, now: new Date() });
    const published = createLocalJWKSet({ keys: await keys.listPublicJwks() });
    const verified = await jwtVerify(jwt, published, { issuer: parties.issuer, typ: "consent-receipt+jwt" });
    expect(verified.payload).toMatchObject({
      sub: userId,
      receipt: { change: "removed", withdrawn: ["calendar:read", "openid"] },
    });
  });
});
