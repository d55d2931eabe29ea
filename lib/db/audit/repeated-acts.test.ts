import { describe, expect, it } from "vitest";
import { limitRepeated, MOST_REPEATED } from "./repeated-acts";

const start = new Date("2026-03-03T12:00:00.000Z");
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const saved = (userId: string) => ({ type: "profile.changed", outcome: "ok", userId }) as const;
const repeat = (times: number, userId: string, at = start) =>
  Array.from({ length: times }, () => limitRepeated(saved(userId), at));

describe("an act that a person can repeat as often as they like", () => {
  it("is logged up to the limit; then one event says that no more follow, and nothing within the hour", () => {
    const logged = repeat(MOST_REPEATED + 50, "one").filter((each) => each !== null);
    expect(logged).toHaveLength(MOST_REPEATED + 1);
    expect(logged.at(-1)).toEqual({
      type: "acts.unfiled",
      outcome: "ok",
      userId: "one",
      data: { type: "profile.changed", seconds: 3_600 },
    });
    expect(repeat(1, "one", later(3_599))).toEqual([null]);
    expect(repeat(1, "one", later(3_600))).toEqual([saved("one")]);
  });

  it("is counted for each person and each type apart", () => {
    repeat(MOST_REPEATED + 1, "two");
    expect(repeat(1, "three")).toEqual([saved("three")]);
    const renamed = { type: "passkey.renamed", outcome: "ok", userId: "two", data: { passkeyId: "1" } } as const;
    expect(limitRepeated(renamed, start)).toEqual(renamed);
  });

  it("does not take what changes who gets in with it: each of those is logged", () => {
    const changed = { type: "password.changed", outcome: "ok", userId: "four", data: { endedSessions: 0 } } as const;
    for (let n = 0; n < 3 * MOST_REPEATED; n += 1) expect(limitRepeated(changed, start)).toEqual(changed);
  });
});
