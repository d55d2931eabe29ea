import { describe, expect, it } from "vitest";
import { parseForeignJson } from "./json";

describe("JSON of strangers (RFC 8259)", () => {
  it("is read as it is", () => {
    expect(parseForeignJson('{"a":["é","😀",1,null,true,{"b":{}}]}')).toEqual({
      a: ["é", "😀", 1, null, true, { b: {} }],
    });
  });

  it.each([
    ["the null character in a value", '["a\\u0000"]'],
    ["the null character in a name", '{"a\\u0000":1}'],
    ["a lone surrogate", '{"a":{"b":"\\ud800"}}'],
    ["33 levels", "[".repeat(33) + "]".repeat(33)],
    ["10,000 levels", "[".repeat(10_000) + "]".repeat(10_000)],
    ["no JSON", "{"],
  ])("with %s is refused", (_kind, text) => {
    expect(() => parseForeignJson(text)).toThrow(SyntaxError);
  });

  it("may have 4,000 members and elements, all levels together, or as many as its reader says", () => {
    const lists = (count: number) => JSON.stringify({ a: Array.from({ length: count }, () => 1), b: {} });
    expect(() => parseForeignJson(lists(3_998))).not.toThrow();
    expect(() => parseForeignJson(lists(3_999))).toThrow("more than 4000 values");
    expect(() => parseForeignJson(lists(9), 10)).toThrow("more than 10 values");
  });

  it("may have 32 levels", () => {
    expect(() => parseForeignJson("[".repeat(32) + "]".repeat(32))).not.toThrow();
  });
});
