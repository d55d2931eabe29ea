import { beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/driver/database";
import { listConsentVersions } from "../db/people/consent-versions";
import { SHORTEN_CONSENTS_KIND } from "../db/people/shorten-consents";
import { storeSettings } from "../db/portal/settings";
import { oauthStore } from "../db/protocol/store";
import { seedStore } from "../db/testing/seed-store";
import { useTestDatabase } from "../db/testing/test-database";
import { wordsFor } from "../i18n/words";
import { ALICE, BOB, CONTRACT_SEED, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { isShortened, listHistory } from "./consent-history";
import { shortenConsents } from "./shortened-consents";
import { allowApp } from "./testing/allow-app";

useTestDatabase();

const { userId } = ALICE;
const { clientId } = WEB_CLIENT;
const OTHER_APP = "pt_cl_keys";
const onDay = (day: number) => new Date(START.getTime() + day * 86_400_000);

beforeEach(async () => {
  await seedStore(CONTRACT_SEED);
  await storeSettings({ max_consent_days: undefined });
  await (await getDb()).job.deleteMany();
});

/** Sets the app's maximum, as the console, the API and the registration do. */
async function setMaximum(maxConsentDays: number | null, of = clientId) {
  await (await getDb()).client.update({ where: { id: of }, data: { maxConsentDays } });
}

const endOf = async (of = clientId, person = userId) => (await oauthStore.findConsent(person, of))?.expiresAt;

async function listJobs() {
  const db = await getDb();
  const jobs = await db.job.findMany({ where: { kind: SHORTEN_CONSENTS_KIND }, orderBy: { createdAt: "asc" } });
  return jobs.map(({ payload }) => payload);
}

describe("what people allowed before a maximum was set", () => {
  it("ends that long after they said yes, with its grants and tokens", async () => {
    const allowed = await allowApp(userId, clientId);
    await setMaximum(30);
    expect(await shortenConsents(clientId, onDay(10))).toBe(true);
    expect(await endOf()).toEqual(onDay(30));
    const found = await oauthStore.findRefreshToken(allowed.refreshToken.tokenHash);
    expect(found?.grant.expiresAt).toEqual(onDay(30));
    expect(found?.refreshToken.expiresAt.getTime()).toBeLessThanOrEqual(onDay(30).getTime());
  });

  it("ends at once where that is past, and the bit of its JWT is set", async () => {
    const token = { expiresAt: onDay(41), statusListId: crypto.randomUUID(), statusIndex: 7 };
    const allowed = await allowApp(userId, clientId, { token });
    await setMaximum(30);
    await shortenConsents(clientId, onDay(40));
    expect(await endOf()).toEqual(onDay(40));
    const found = await oauthStore.findAccessToken(allowed.accessToken.tokenHash);
    expect(found?.accessToken.expiresAt).toEqual(onDay(40));
    const bits = await (await getDb()).revokedStatus.findMany({ where: { listId: token.statusListId } });
    expect(bits).toMatchObject([{ index: 7, expiresAt: onDay(41) }]);
  });

  it("keeps an end that is earlier, and gets no later one by a longer maximum", async () => {
    await allowApp(userId, clientId, { expiresAt: onDay(5) });
    await setMaximum(30);
    await shortenConsents(clientId, onDay(1));
    expect(await endOf()).toEqual(onDay(5));
    expect(await listConsentVersions({ userId }, 10)).toHaveLength(1);
    await setMaximum(2);
    await shortenConsents(clientId, onDay(1));
    await setMaximum(60);
    await shortenConsents(clientId, onDay(1));
    expect(await endOf()).toEqual(onDay(2));
  });

  it("counts from the newest yes", async () => {
    await allowApp(userId, clientId);
    const db = await getDb();
    await db.consentVersion.updateMany({ where: { userId }, data: { createdAt: onDay(20) } });
    await setMaximum(30);
    await shortenConsents(clientId, onDay(25));
    expect(await endOf()).toEqual(onDay(50));
  });

  it("counts from the person's last answer, where that is older than the versions", async () => {
    await allowApp(userId, clientId);
    const db = await getDb();
    await db.consentVersion.deleteMany({ where: { userId } });
    await db.consent.updateMany({ where: { userId }, data: { updatedAt: onDay(20) } });
    await setMaximum(30);
    await shortenConsents(clientId, onDay(25));
    expect(await endOf()).toEqual(onDay(50));
  });

  it("is shortened by the operator's maximum for all apps and people, and by the smaller of the two", async () => {
    await allowApp(userId, clientId);
    await allowApp(userId, OTHER_APP, { scopes: ["openid"] });
    await allowApp(BOB.userId, clientId);
    await setMaximum(10);
    await storeSettings({ max_consent_days: 60 });
    await shortenConsents(null, onDay(1));
    expect(await endOf()).toEqual(onDay(10));
    expect(await endOf(clientId, BOB.userId)).toEqual(onDay(10));
    expect(await endOf(OTHER_APP)).toEqual(onDay(60));
  });

  it("is not shortened by a value that another version of the portal stored", async () => {
    await allowApp(userId, clientId);
    await storeSettings({ max_consent_days: "a week" });
    await shortenConsents(null, onDay(1));
    expect(await endOf()).toBeNull();
  });

  it("tells its person in the history of the app, once", async () => {
    await allowApp(userId, clientId);
    await setMaximum(30);
    for (let n = 0; n < 2; n += 1) await shortenConsents(clientId, onDay(1));
    const { entries } = await listHistory(ALICE, clientId, wordsFor("en"));
    expect(entries.map(({ change, expiresAt }) => [change, expiresAt])).toEqual([
      ["shortened", onDay(30)],
      ["given", null],
    ]);
    expect(isShortened(entries)).toBe(true);
    expect(isShortened(entries.slice(1))).toBe(false);
  });

  it("is shortened by several runs where one takes too long", async () => {
    await allowApp(userId, clientId);
    await allowApp(BOB.userId, clientId);
    await setMaximum(30);
    let looks = 0;
    const isSlow = () => (looks++ === 0 ? 0 : 60_000);
    expect(await shortenConsents(clientId, onDay(1), isSlow)).toBe(false);
    expect(await shortenConsents(clientId, onDay(1))).toBe(true);
    expect([await endOf(), await endOf(clientId, BOB.userId)]).toEqual([onDay(30), onDay(30)]);
  });
});

describe("the job that does so", () => {
  it("is queued when an app's maximum is set or becomes shorter, and not when it becomes longer", async () => {
    await setMaximum(30);
    await setMaximum(60);
    await setMaximum(null);
    await setMaximum(20);
    await setMaximum(20);
    expect(await listJobs()).toEqual([{ clientId }, { clientId }]);
  });

  it("is queued when the operator's maximum is set", async () => {
    await storeSettings({ max_consent_days: 30 });
    await storeSettings({ unused_access_days: 60 });
    await storeSettings({ unused_access_days: undefined });
    expect(await listJobs()).toEqual([{}]);
  });
});
