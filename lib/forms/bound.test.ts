import { describe, expect, it } from "vitest";
import * as bound from "./bound";

describe("what a page binds to a form", () => {
  it("is what the form declares", () => {
    const kinds = [bound.text, bound.textOrNull, bound.flag, bound.oneOf(["signIn", "tokens"])] as const;
    expect(bound.areBound(kinds, ["pt_cl_x", null, true, "tokens"])).toBe(true);
    expect(bound.areBound([], [])).toBe(true);
  });

  it.each<[unknown, bound.Kind<unknown>]>([
    [undefined, bound.text],
    [{}, bound.text],
    ["a".repeat(2_001), bound.text],
    [1, bound.textOrNull],
    ["true", bound.flag],
    ["__proto__", bound.oneOf(["signIn", "tokens"])],
  ])("is nothing else: %j", (value, kind) => {
    expect(bound.areBound([bound.text, kind], ["pt_cl_x", value])).toBe(false);
  });

  it.each([[[]], [["pt_cl_x", "more"]]])("is neither less nor more: %j", (values) => {
    expect(bound.areBound([bound.text], values)).toBe(false);
  });
});
