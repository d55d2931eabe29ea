import { describe, expect, it } from "vitest";
import { judgeSchema } from "./schema-fit";

const own = ["1_first", "2_second"];
const migration = (name: string, needs: string | null = null) => ({ name, needs });
const applied = own.map((name) => migration(name));

describe("a schema", () => {
  it("is that of a program when it has its migrations and no others", () => {
    expect(judgeSchema(applied, own)).toEqual({ kind: "same" });
  });

  it("is older when it lacks one, whatever it has besides", () => {
    expect(judgeSchema([migration("1_first")], own)).toEqual({ kind: "older", missing: ["2_second"] });
    expect(judgeSchema([migration("1_first"), migration("3_third")], own).kind).toBe("older");
  });

  it("is newer and compatible when newer migrations need nothing that the program does not know", () => {
    const newer = [...applied, migration("4_fourth", "2_second"), migration("3_third")];
    expect(judgeSchema(newer, own)).toEqual({ kind: "compatible", newer: ["3_third", "4_fourth"] });
  });

  it("is too new when one of them needs more, also for a program that lacks others", () => {
    const newer = [migration("1_first"), migration("3_third"), migration("4_fourth", "3_third")];
    expect(judgeSchema([...applied, ...newer], own)).toEqual({ kind: "newer", newer: ["4_fourth"] });
    expect(judgeSchema(newer, own).kind).toBe("newer");
  });

  it("asks nothing about what its own migrations need", () => {
    expect(judgeSchema([migration("1_first"), migration("2_second", "0_gone")], own)).toEqual({ kind: "same" });
  });
});
