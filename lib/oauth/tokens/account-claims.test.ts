import { describe, expect, it } from "vitest";
import { accountClaimsSchema } from "./account-claims";
import { STANDARD_CLAIMS } from "./claims";

describe("the claims that an account can hold (OIDC Core §5.1)", () => {
  it("are, with those that the portal knows itself, all standard claims", () => {
    const own = ["email", "email_verified", "updated_at"];
    expect([...Object.keys(accountClaimsSchema.shape), ...own].sort()).toEqual([...STANDARD_CLAIMS].sort());
  });

  it.each([
    { birthdate: "1990-01-31" },
    { birthdate: "0000-02-29" },
    { birthdate: "1990" },
    { zoneinfo: "Europe/Paris" },
    { locale: "pt-BR" },
    { phone_number: "+1 (425) 555-0100;ext=5678" },
    { website: "http://example.org" },
    { address: { street_address: "1 Example Street\nFloor 2", country: "KR" } },
  ])("take %j", (claims) => {
    expect(accountClaimsSchema.parse(claims)).toEqual(claims);
  });

  it.each([
    { birthdate: "1990-02-30" },
    { birthdate: "31.1.1990" },
    { birthdate: "0000" },
    { zoneinfo: "Paris" },
    { locale: "english please" },
    { phone_number: "call me" },
    { profile: "javascript:alert(1)" },
    { picture: "me.png" },
    { name: "two\nlines" },
    { nickname: "\u0000" },
    { gender: "x".repeat(201) },
    { phone_number_verified: "true" },
    { address: "1 Example Street" },
    { address: { country: 7 } },
  ])("refuse %j", (claims) => {
    expect(accountClaimsSchema.safeParse(claims).success).toBe(false);
  });
});
