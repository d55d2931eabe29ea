import { describe, expect, it } from "vitest";
import {
  ACR_VALUES,
  isAcrMet,
  listEssentialAcrs,
  listRequestedAcrs,
  listWantedAcrs,
  MULTI_FACTOR_ACR,
  PHISHING_RESISTANT_ACR,
  pickAcr,
} from "./acr";

const [SINGLE = ""] = ACR_VALUES;

describe("the acr of a sign-in (OIDC Core §2)", () => {
  it("is the requested one that it meets, wherever it stands in the list", () => {
    expect(pickAcr(["pwd"], ["urn:example:gold", SINGLE])).toBe(SINGLE);
  });

  it("is the strongest that it meets, when nothing or nothing known is requested", () => {
    expect(pickAcr(["pwd"], [])).toBe(SINGLE);
    expect(pickAcr(["pwd"], ["urn:example:gold", 7, null])).toBe(SINGLE);
  });

  it("is none for a way of signing in that meets no class", () => {
    expect(pickAcr([], [SINGLE])).toBeNull();
    expect(isAcrMet(SINGLE, [])).toBe(false);
  });

  it("of more than one factor is another, and meets the weaker too", () => {
    expect(pickAcr(["pwd", "otp", "mfa"], [])).toBe(MULTI_FACTOR_ACR);
    expect(pickAcr(["pwd", "otp", "mfa"], [SINGLE])).toBe(SINGLE);
    expect(isAcrMet(MULTI_FACTOR_ACR, ["pwd"])).toBe(false);
    expect(pickAcr(["pwd"], [MULTI_FACTOR_ACR])).toBe(SINGLE);
  });

  it("that cannot be phished takes a key, and meets all others", () => {
    const passkey = ["pop", "user", "mfa"];
    expect(pickAcr(passkey, [])).toBe(PHISHING_RESISTANT_ACR);
    expect(ACR_VALUES.every((acr) => isAcrMet(acr, passkey))).toBe(true);
    expect(isAcrMet(PHISHING_RESISTANT_ACR, ["pwd", "otp", "mfa"])).toBe(false);
  });

  it("is met only as it was named, character by character", () => {
    expect(isAcrMet(SINGLE, ["pwd"])).toBe(true);
    expect(isAcrMet(SINGLE.toUpperCase(), ["pwd"])).toBe(false);
  });
});

describe("the requested acr (OIDC Core §5.5.1.1)", () => {
  const claims = (acr: unknown) => ({ id_token: { acr } });

  it.each<[unknown, unknown[], unknown[]]>([
    [{ essential: true, values: ["a", "b"] }, ["a", "b", "c"], ["a", "b"]],
    [{ essential: true, value: "a" }, ["a", "c"], ["a"]],
    [{ values: ["a", "b"] }, ["a", "b", "c"], []],
    [{ essential: true }, ["c"], []],
    [null, ["c"], []],
  ])("of claims %j and acr_values c is %j, essential %j", (acr, requested, essential) => {
    expect(listRequestedAcrs({ claims: claims(acr), acrValues: ["c"] })).toEqual(requested);
    expect(listEssentialAcrs(claims(acr))).toEqual(essential);
  });

  it("that a sign-in should meet is one of the essential ones, or else the first that is known", () => {
    const essential = claims({ essential: true, values: ["a", MULTI_FACTOR_ACR] });
    expect(listWantedAcrs({ claims: essential, acrValues: [SINGLE] })).toEqual([MULTI_FACTOR_ACR]);
    expect(listWantedAcrs({ claims: claims({ essential: true, value: "a" }), acrValues: [SINGLE] })).toEqual([]);
    expect(listWantedAcrs({ claims: null, acrValues: ["a", MULTI_FACTOR_ACR, SINGLE] })).toEqual([MULTI_FACTOR_ACR]);
    expect(listWantedAcrs({ claims: null, acrValues: [] })).toEqual([]);
  });

  it("of userinfo is none: acr is a claim of the ID token", () => {
    expect(listEssentialAcrs({ userinfo: { acr: { essential: true, value: "a" } } })).toEqual([]);
  });
});
