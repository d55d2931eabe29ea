import { describe, expect, it } from "vitest";
import { codeOfStep, findStep, readCode, stepAt, toBase32, toOtpauthUri } from "./totp";

const secret = new TextEncoder().encode("12345678901234567890");
const now = new Date("2026-01-01T12:00:10Z");
const codeAt = (seconds: number) => codeOfStep(secret, stepAt(new Date(now.getTime() + seconds * 1000)));

describe("codes of an authenticator app", () => {
  // RFC 6238 appendix B, the last six of its eight digits.
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at second %i is %s (RFC 6238 appendix B)", (seconds, code) => {
    expect(codeOfStep(secret, stepAt(new Date(seconds * 1000)))).toBe(code);
  });

  it.each([0, 30, -30])("are taken when the clock is %i seconds off", (seconds) => {
    expect(findStep(secret, codeAt(seconds), now)).toBe(stepAt(now) + seconds / 30);
  });

  it.each([60, -60, 90, -90])("are refused when the clock is %i seconds off", (seconds) => {
    expect(findStep(secret, codeAt(seconds), now)).toBeNull();
  });

  it("may be typed with spaces, and nothing else is one", () => {
    expect(readCode(" 123 456 ")).toBe("123456");
    expect(readCode("123-456")).toBe("123456");
    for (const typed of ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "1".repeat(1_000_000)]) {
      expect(readCode(typed)).toBeNull();
    }
  });
});

describe("the secret of an authenticator app", () => {
  it("is shown in base32 (RFC 4648 §10)", () => {
    const texts = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
    const encoded = texts.map((text) => toBase32(new TextEncoder().encode(text)));
    expect(encoded).toEqual(["", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"]);
  });

  it("is in a link of which no name breaks the parts", () => {
    const uri = new URL(toOtpauthUri({ key: "ABC", issuer: "A: portal & more", account: "user+a@example.org" }));
    expect(uri.searchParams.get("secret")).toBe("ABC");
    expect(uri.searchParams.get("issuer")).toBe("A  portal & more");
    expect(decodeURIComponent(uri.pathname)).toContain("A  portal & more:user+a@example.org");
  });
});
