import { beforeEach, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { wordsFor } from "../i18n/words";
import { getOwnDetails, nameSeenDetails, saveOwnDetails } from "./details";
import { splitDetails } from "./details-view";
import { findOwnTimeZone, getOwnProfile, listTimeZones, nameSeenProfile, saveOwnProfile } from "./profile";

useTestDatabase();

const me = { userId: "", source: { ipAddress: null, requestId: null }, answerLocale: "en" as const };
beforeEach(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  const claims = { nickname: "Ex", phone_number: "+1 425 555 0100" };
  const user = await createAccount({ email: `user-${crypto.randomUUID()}@example.org`, password: null, claims });
  me.userId = user?.userId ?? "";
});

const claimsOf = async () => (await oauthStore.findSubject(me.userId))?.claims;

describe("name, language and time zone", () => {
  it("are stored together, the time zone as the claim zoneinfo, and no other claim changes (OIDC Core §5.1)", async () => {
    expect(await saveOwnProfile(me, { name: " Example ", locale: "ko", timeZone: "Asia/Seoul" })).toEqual({});
    expect(await getOwnProfile(me)).toMatchObject({ name: "Example", locale: "ko" });
    expect(await claimsOf()).toEqual({ nickname: "Ex", phone_number: "+1 425 555 0100", zoneinfo: "Asia/Seoul" });
    expect(await findOwnTimeZone(me)).toBe("Asia/Seoul");
    await saveOwnProfile(me, { name: "", locale: "", timeZone: "" });
    expect(await claimsOf()).toEqual({ nickname: "Ex", phone_number: "+1 425 555 0100" });
  });

  it("are refused with what is wrong at each, and nothing is stored", async () => {
    const wrong = { name: "x".repeat(81), locale: "tlh", timeZone: "Paris" };
    expect(await saveOwnProfile(me, wrong)).toEqual({
      name: "nameTooLong",
      locale: "languageUnknown",
      timeZone: "timeZoneUnknown",
    });
    expect(await findOwnTimeZone(me)).toBe("");
  });

  it("offer every time zone that can be stored, each once", async () => {
    const zones = listTimeZones();
    expect(zones.length).toBeGreaterThan(300);
    expect(new Set(zones).size).toBe(zones.length);
    expect(zones).toEqual(expect.arrayContaining(["UTC", "Europe/Paris", "Asia/Seoul"]));
  });

  it("are not saved over a change that the form does not show, and neither are the other details", async () => {
    const asTheyAre = async () => nameSeenProfile(await getOwnProfile(me), await findOwnTimeZone(me));
    const detailsAsTheyAre = async () => nameSeenDetails(await getOwnDetails(me));
    const [seen, seenDetails] = [await asTheyAre(), await detailsAsTheyAre()];
    const details = await getOwnDetails(me);
    expect(await saveOwnDetails(me, { ...details, nickname: "One" }, seenDetails)).toEqual({});
    const input = { name: "One", locale: "ko", timeZone: "Asia/Seoul" };
    expect(await saveOwnProfile(me, input, seen), "other fields are another form").toEqual({});
    for (const late of [{ name: "Two" }, { locale: "" }, { timeZone: "" }])
      expect(await saveOwnProfile(me, { ...input, ...late }, seen)).toBe("overtaken");
    expect(await saveOwnDetails(me, { ...details, nickname: "Two" }, seenDetails)).toBe("overtaken");
    expect(await getOwnProfile(me)).toMatchObject({ name: "One", locale: "ko" });
    expect(await claimsOf()).toMatchObject({ nickname: "One", zoneinfo: "Asia/Seoul" });
    expect(await saveOwnProfile(me, { ...input, name: "Two" }, await asTheyAre())).toEqual({});
    expect(await saveOwnDetails(me, { ...details, nickname: "Two" }, await detailsAsTheyAre())).toEqual({});
  });

  it("of two that are saved in the same moment, one is stored, and the other is told", async () => {
    const seen = nameSeenProfile(await getOwnProfile(me), "");
    const both = await Promise.all(
      ["One", "Two"].map((name) => saveOwnProfile(me, { name, locale: "", timeZone: "" }, seen)),
    );
    expect(both).toContainEqual({});
    expect(both).toContain("overtaken");
  });

  it("are saved for both presses of a button, which come at once: the second finds what the first saved", async () => {
    const seen = nameSeenProfile(await getOwnProfile(me), "");
    const details = await getOwnDetails(me);
    const presses = [1, 2].flatMap(() => [
      saveOwnProfile(me, { name: " Twice ", locale: "ko", timeZone: "Asia/Seoul" }, seen),
      saveOwnDetails(me, { ...details, nickname: "Two " }, nameSeenDetails(details)),
    ]);
    expect(await Promise.all(presses)).toEqual([{}, {}, {}, {}]);
    expect(await claimsOf()).toMatchObject({ nickname: "Two", zoneinfo: "Asia/Seoul" });
  });

  it("stay when the other details are saved", async () => {
    await saveOwnProfile(me, { name: "Example", locale: "", timeZone: "Europe/Paris" });
    await saveOwnDetails(me, { ...(await getOwnDetails(me)), nickname: "Other" });
    expect(await claimsOf()).toMatchObject({ nickname: "Other", zoneinfo: "Europe/Paris" });
  });
});

it("the other details show what is filled in, keep the rest behind More, and say at each which apps see it", async () => {
  const { filled, more } = splitDetails(wordsFor("en"), await getOwnDetails(me));
  const names = (groups: typeof filled) => groups.flatMap(({ fields }) => fields.map(({ name }) => name));
  expect(names(filled)).toEqual(["nickname", "phone_number"]);
  expect(names(more)).toHaveLength(13);
  expect(names(more)).not.toContain("nickname");
  expect(filled.map(({ seenBy }) => seenBy)).toEqual([
    expect.stringContaining("your profile"),
    expect.stringContaining("your phone number"),
  ]);
});
