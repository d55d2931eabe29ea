import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Actor } from "../auth/actor";
import { operator } from "../auth/actor";
import { getProtocolContext } from "../auth/protocol-context";
import { registerClient } from "../clients/register-client";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { storeSettings } from "../db/portal/settings";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { listOwnLocales } from "../http/request-words";
import { SETTINGS, settingNames, variableOf } from "../settings/catalogue";
import { getPortalSettings, peekPortalSettings } from "../settings/portal-settings";
import { changeSettings, listSettings, nameSeenSettings, resetSetting } from "./settings";

useTestDatabase();

let administrator: Actor & { userId: string };
let developer: Actor & { userId: string };
beforeAll(async () => {
  administrator = await makePerson("admin@example.org", true);
  developer = await makePerson("developer@example.org");
});
afterEach(async () => {
  resetEnv();
  await (await getDb()).setting.deleteMany();
});

const events = () => listEvents({ types: ["setting.changed"], limit: 50 });
const getValues = async () => (await listSettings(administrator))?.values ?? (await getPortalSettings());
const sources = async () => (await listSettings(administrator))?.sources;

describe("a setting of the portal", () => {
  it("is at its default until somebody changes it, and again after a reset", async () => {
    expect((await sources())?.portalName).toBe("default");
    expect(await changeSettings(administrator, { portalName: " Acme ID " })).toEqual({ kind: "saved" });
    expect(await getPortalSettings()).toMatchObject({ portalName: "Acme ID", sessionDays: 30 });
    expect((await sources())?.portalName).toBe("database");
    expect(await resetSetting(administrator, "portalName")).toEqual({ kind: "saved" });
    expect(await getPortalSettings()).toMatchObject({ portalName: "Portico" });
    expect((await sources())?.portalName).toBe("default");
  });

  it("is not stored while it is the default, so that it follows the default of a later version", async () => {
    await changeSettings(administrator, { portalName: "Portico", sessionDays: 30, termsUrl: null });
    expect(await (await getDb()).setting.count()).toBe(0);
    expect(await sources()).toMatchObject({ portalName: "default", termsUrl: "default" });
  });

  it("is decided by the environment if its variable is set, whatever is stored, and nobody changes it", async () => {
    await storeSettings({ second_factors: "off", portal_name: "Stored" });
    resetEnv({ PORTICO_SECOND_FACTORS: "required" });
    expect(await getPortalSettings()).toMatchObject({ secondFactors: "required", portalName: "Stored" });
    expect(await sources()).toMatchObject({ secondFactors: "environment", portalName: "database" });
    expect(variableOf("secondFactors")).toBe("PORTICO_SECOND_FACTORS");
    expect(await changeSettings(administrator, { secondFactors: "off" })).toMatchObject({
      kind: "refused",
      fields: { secondFactors: "fixed" },
    });
  });

  it("that was stored by another version and is no value here is at its safest, and the log says so once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const stored = { sign_up: "by-telephone", app_registrars: "friends", second_factors: "some", session_days: 5_000 };
    await storeSettings({ ...stored, languages: ["tlh"] });
    expect(await getPortalSettings()).toMatchObject({
      signUp: "closed",
      appRegistrars: "administrators",
      secondFactors: "required",
      sessionDays: 1,
      languages: ["en", "ko"],
    });
    const said = warn.mock.calls.map(([sentence]) => String(sentence));
    expect(said).toHaveLength(5);
    expect(said.join("\n")).toContain('setting sign_up, "by-telephone", is none that this version knows');
    expect((await listSettings(administrator))?.sources.signUp).toBe("unknown");
    expect(await changeSettings(administrator, { signUp: "closed" })).toEqual({ kind: "saved" });
    expect((await listSettings(administrator))?.sources.signUp).toBe("database");
    warn.mockRestore();
  });

  it("keeps what goes together together when two administrators change it at once", async () => {
    for (let round = 0; round < 5; round += 1) {
      await storeSettings({ session_idle_days: 5, session_days: 30 });
      const results = await Promise.all([
        changeSettings(administrator, { sessionIdleDays: 20 }),
        changeSettings(administrator, { sessionDays: 10 }),
      ]);
      expect(results.map(({ kind }) => kind).sort()).toEqual(["refused", "saved"]);
    }
  });

  it("is not saved over a change that came after its page was opened", async () => {
    const group = ["signUp", "signUpDomains"] as const;
    const opened = nameSeenSettings(await getValues(), group);
    const other = { signUp: "domains", signUpDomains: ["corp.example"] };
    expect(await changeSettings(administrator, other, { seen: opened })).toEqual({ kind: "saved" });
    const late = { signUp: "invitation", signUpDomains: [] };
    expect(await changeSettings(administrator, late, { seen: opened })).toEqual({ kind: "overtaken" });
    expect(await getValues()).toMatchObject(other);
    const seen = nameSeenSettings(await getValues(), group);
    expect(await changeSettings(administrator, late, { seen })).toEqual({ kind: "saved" });
    expect(await changeSettings(administrator, late, { seen }), "a second press").toEqual({ kind: "saved" });
  });

  it("leaves an event with who changed it, and what it was before and after; what stays leaves none", async () => {
    const before = (await events()).length;
    await changeSettings(administrator, { sessionIdleDays: 3, sessionDays: 30 });
    const found = (await events()).slice(0, -before || undefined);
    expect(found).toMatchObject([
      { userId: administrator.userId, data: { name: "session_idle_days", before: 7, after: 3 } },
    ]);
  });

  it.each([
    [{ portalName: "" }, { portalName: "portalName" }],
    [{ portalName: "Two\nlines" }, { portalName: "portalName" }],
    [{ portalName: "x".repeat(61) }, { portalName: "portalName" }],
    [{ accentLight: "red" }, { accentLight: "accentLight" }],
    [{ termsUrl: "http://example.org/terms" }, { termsUrl: "termsUrl" }],
    [{ privacyUrl: "javascript:alert(1)" }, { privacyUrl: "privacyUrl" }],
    [{ support: "help" }, { support: "support" }],
    [{ signUp: "domains" }, { signUpDomains: "noDomains" }],
    [{ signUpDomains: ["user@example.org"] }, { signUpDomains: "signUpDomains" }],
    [{ signUpDomains: ["192.0.2.1"] }, { signUpDomains: "signUpDomains" }],
    [{ sessionIdleDays: 0 }, { sessionIdleDays: "sessionIdleDays" }],
    [{ sessionDays: Number.NaN }, { sessionDays: "sessionDays" }],
    [{ sessionIdleDays: 31 }, { sessionIdleDays: "idleTooLong" }],
    [{ sessionDays: 6 }, { sessionIdleDays: "idleTooLong" }],
    [{ languages: [] }, { languages: "languages" }],
    [{ languages: ["ko"] }, { defaultLanguage: "notOffered" }],
  ])("is refused at its field, and nothing of its form is saved: %o", async (given, fields) => {
    const result = await changeSettings(administrator, { appRegistrars: "administrators", ...given });
    expect(result).toEqual({ kind: "refused", fields, contrast: null });
    expect((await getPortalSettings()).appRegistrars).toBe("everybody");
  });

  it.each([
    [{ support: "help@example.org" }, { support: "help@example.org" }],
    [{ support: "https://example.org/help" }, { support: "https://example.org/help" }],
    [
      { signUp: "domains", signUpDomains: ["Bücher.example", "@example.org"] },
      { signUpDomains: ["xn--bcher-kva.example", "example.org"] },
    ],
    [{ languages: ["ko"], defaultLanguage: "ko" }, { languages: ["ko"] }],
  ])("is taken as people write it: %o", async (given, expected) => {
    expect(await changeSettings(operator, given)).toEqual({ kind: "saved" });
    expect(await getPortalSettings()).toMatchObject(expected);
  });

  it("is nobody's business but administrators', whoever says they are one", async () => {
    for (const actor of [developer, { ...developer, isAdmin: true }, { ...administrator, isAdmin: false }]) {
      expect(await listSettings(actor)).toBeNull();
      expect(await changeSettings(actor, { portalName: "Mine" })).toEqual({ kind: "forbidden" });
      expect(await resetSetting(actor, "portalName")).toEqual({ kind: "forbidden" });
    }
    expect((await getPortalSettings()).portalName).toBe("Portico");
  });

  it("has a default of its own type", () => {
    for (const name of settingNames) {
      expect(SETTINGS[name].type.safeParse(SETTINGS[name].default)).toMatchObject({ success: true });
    }
  });
});

describe("the accent colour", () => {
  it("is refused with its contrast where text would be too hard to read (WCAG 1.4.3), in each theme", async () => {
    const result = await changeSettings(administrator, { accentLight: "#45b8b4", accentDark: "#0b6a70" });
    expect(result).toMatchObject({ kind: "refused", fields: { accentLight: "tooPale", accentDark: "tooDark" } });
    if (result.kind !== "refused") throw new Error("saved");
    expect(result.contrast?.light.text).toBeLessThan(3);
    expect(result.contrast?.dark.text).toBeLessThan(3.2);
    expect(await changeSettings(administrator, { accentLight: "#A31515", accentDark: "#ff9a91" })).toEqual({
      kind: "saved",
    });
    expect(await getPortalSettings()).toMatchObject({ accentLight: "#a31515" });
  });
});

it("tells who may register apps: administrators alone, if that is set", async () => {
  await changeSettings(administrator, { appRegistrars: "administrators" });
  const input = { name: "Acme Calendar", kind: "web" } as const;
  expect(await registerClient(developer, input)).toMatchObject({ problem: { key: "administrators_register" } });
  expect(await registerClient(administrator, input)).toMatchObject({ ok: true });
  await resetSetting(administrator, "appRegistrars");
  expect(await registerClient(developer, input)).toMatchObject({ ok: true });
});

it("tells the protocol who may register apps by program, at once and without a restart (RFC 7591 §3)", async () => {
  const { registration } = getProtocolContext();
  await getPortalSettings();
  expect(registration.mode).toBe("closed");
  await changeSettings(administrator, { registration: "token" });
  await getPortalSettings();
  expect(registration.mode).toBe("token");
  resetEnv({ PORTICO_REGISTRATION: "open" });
  expect(registration.mode).toBe("open");
});

it("offers the chosen languages only, the default one first", async () => {
  expect(listOwnLocales()).toEqual(["en", "ko"]);
  await changeSettings(administrator, { defaultLanguage: "ko" });
  await getPortalSettings();
  expect(listOwnLocales()).toEqual(["ko", "en"]);
  await changeSettings(administrator, { languages: ["ko"] });
  await getPortalSettings();
  expect(listOwnLocales()).toEqual(["ko"]);
  expect(peekPortalSettings().languages).toEqual(["ko"]);
});
