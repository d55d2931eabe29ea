import { describe, expect, it } from "vitest";
import { CHANGES_CHANNEL, ChangeChannel } from "../driver/changes";
import { getDb, openDatabase } from "../driver/database";
import { useTestDatabase } from "../testing/test-database";
import { findSettings, peekSettings, storeSettings } from "./settings";

useTestDatabase();

describe("the portal's settings", () => {
  it("are stored all or none, and tell what was there before", async () => {
    expect(await storeSettings({ portal_name: "One", session_days: 3 })).toEqual({});
    const before = await storeSettings({ portal_name: "Two", session_days: undefined, languages: ["ko"] });
    expect(before).toEqual({ portal_name: "One", session_days: 3 });
    expect(await findSettings()).toMatchObject({ portal_name: "Two", languages: ["ko"] });
    expect(await findSettings()).not.toHaveProperty("session_days");
  });

  it("are read once, until a change is heard, and then at once, for callers that cannot wait as well", async () => {
    const { changes } = await openDatabase();
    if (!(changes instanceof ChangeChannel)) throw new Error("no channel");
    changes.setLive(true, null);
    await storeSettings({ portal_name: "One" });
    changes.hear("setting");
    expect(await findSettings()).toMatchObject({ portal_name: "One" });
    const db = await getDb();
    // As if another process had changed it.
    await db.setting.update({ where: { name: "portal_name" }, data: { value: "Elsewhere" } });
    expect(peekSettings()).toMatchObject({ portal_name: "One" });
    changes.hear("setting");
    expect(await findSettings()).toMatchObject({ portal_name: "Elsewhere" });
    expect(peekSettings()).toMatchObject({ portal_name: "Elsewhere" });
    changes.setLive(false, null);
  });

  it("are announced by the database itself, whoever changes them", async () => {
    const db = await getDb();
    const [trigger] = await db.$queryRaw<{ source: string }[]>`
      SELECT prosrc AS source FROM pg_proc WHERE proname = 'notify_setting_change'`;
    expect(trigger?.source).toContain(`pg_notify('${CHANGES_CHANNEL}', 'setting')`);
    const [use] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_trigger WHERE tgname = 'settings_changed'`;
    expect(use?.count).toBe(1);
  });
});
