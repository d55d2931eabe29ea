import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { findStoredSettings } from "../db/portal/settings";
import { useTestDatabase } from "../db/testing/test-database";
import { accentPathOf, handleBrandFile, logoPathOf } from "../http/brand-file";
import { renderMessagePage } from "../http/message-page";
import { wordsFor } from "../i18n/words";
import { getPortalSettings, resolveSettings } from "../settings/portal-settings";
import { changePortalLogo } from "./portal-logo";
import { changeSettings, resetSetting } from "./settings";

useTestDatabase();

/** A PNG's header: all that is read of a picture. @see W3C PNG (Third Edition) §11.2.1 */
function png(side: number, colour = 0): Uint8Array {
  const file = Buffer.alloc(64, colour);
  file.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  file.write("IHDR", 12, "latin1");
  file.writeUInt32BE(side, 16);
  file.writeUInt32BE(side, 20);
  return new Uint8Array(file);
}

let administrator: Actor & { userId: string };
beforeAll(async () => {
  administrator = await makePerson("admin@example.org", true);
});

const find = async (path: string | null) => handleBrandFile(path?.replace("/brand/", "") ?? "none");

describe("the portal's logo", () => {
  it("is served at an address that changes with it, from this portal, as a picture and nothing else", async () => {
    expect(await changePortalLogo(administrator, png(128))).toEqual({ kind: "saved" });
    const path = logoPathOf(await getPortalSettings());
    const response = await find(path);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png(128));
    await changePortalLogo(administrator, png(128, 7));
    expect(logoPathOf(await getPortalSettings())).not.toBe(path);
    expect((await find(path)).status).toBe(404);
    expect(await (await getDb()).portalLogo.count()).toBe(1);
    expect((await listEvents({ types: ["setting.changed"], limit: 5 })).map(({ data }) => data.name)).toEqual([
      "logo",
      "logo",
    ]);
  });

  it("is one that is there, whoever saves or removes another at the same moment", async () => {
    const pairs = [
      [png(128, 1), png(128, 2)],
      [png(128, 3), null],
      [png(128, 1), png(128, 3)],
    ];
    for (const images of pairs) {
      await Promise.all(images.map((image) => changePortalLogo(administrator, image)));
      const { logo } = resolveSettings(await findStoredSettings());
      const stored = await (await getDb()).portalLogo.findMany({ select: { digest: true } });
      expect(stored).toEqual(logo === null ? [] : [{ digest: logo }]);
    }
  });

  it("is taken away with its picture", async () => {
    await changePortalLogo(administrator, png(128));
    expect(await changePortalLogo(administrator, null)).toEqual({ kind: "saved" });
    expect(logoPathOf(await getPortalSettings())).toBeNull();
    expect(await (await getDb()).portalLogo.count()).toBe(0);
  });

  it.each([
    ["logo_sides", png(32)],
    ["logo_format", new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["logo_large", new Uint8Array(256 * 1024 + 1)],
  ])("is refused as %s, as an app's would be", async (problem, image) => {
    expect(await changePortalLogo(administrator, image)).toEqual({ kind: "refused", problem });
  });

  it("is changed by administrators only", async () => {
    const person = await makePerson("person@example.org");
    expect(await changePortalLogo({ ...person, isAdmin: true }, png(128))).toEqual({ kind: "forbidden" });
  });
});

describe("the portal's colour", () => {
  it("is a style at an address that changes with it, and none where it is the one that Portico comes with", async () => {
    expect(accentPathOf(await getPortalSettings())).toBeNull();
    await changeSettings(administrator, { accentLight: "#a31515" });
    const path = accentPathOf(await getPortalSettings());
    expect(path).toBe("/brand/a31515-45b8b4.css");
    const response = await find(path);
    expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
    expect(await response.text()).toContain("--color-accent:light-dark(#a31515,#45b8b4)");
    expect((await find("/brand/000000-ffffff.css")).status).toBe(404);
    await resetSetting(administrator, "accentLight");
    expect((await find(path)).status).toBe(404);
  });

  it("is in error pages too, under the hash that their policy names, with the support address", async () => {
    await changeSettings(administrator, { accentLight: "#a31515", support: "help@example.org" });
    await getPortalSettings();
    const page = {
      status: 404,
      title: "T",
      message: "M",
      action: { href: "/", label: "A" },
      words: wordsFor("en"),
      request: null,
    } as const;
    const html = await renderMessagePage(page).text();
    expect(html).toContain("--color-accent:light-dark(#a31515,#45b8b4)");
    expect(html).toContain('<a href="mailto:help@example.org">Support</a>');
    await resetSetting(administrator, "accentLight");
    await resetSetting(administrator, "support");
  });
});
