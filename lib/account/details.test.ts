import { beforeAll, describe, expect, it } from "vitest";
import { createAccount } from "../auth/accounts";
import { oauthStore } from "../db/protocol/store";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { releaseClaims, STANDARD_CLAIMS } from "../oauth/tokens/claims";
import { type Details, detailFields, getOwnDetails, saveOwnDetails } from "./details";
import { saveOwnProfile } from "./profile";

useTestDatabase();

const person = { userId: "", source: { ipAddress: null, requestId: null }, answerLocale: "en" as const };
const empty = Object.fromEntries(detailFields.map((field) => [field, ""])) as Details;

beforeAll(async () => {
  resetEnv({ PORTICO_BCRYPT_COST: "4" });
  const claims = { phone_number: "+1 425 555 0100", phone_number_verified: true, locale: "pt-BR" };
  const account = await createAccount({ email: "user@example.org", password: null, name: "Example User", claims });
  person.userId = account?.userId ?? "";
});

async function released(): Promise<Record<string, unknown>> {
  const subject = await oauthStore.findSubject(person.userId);
  if (!subject) throw new Error("The account is gone.");
  return releaseClaims(subject, STANDARD_CLAIMS, "https://id.example.org");
}

describe("the details of an account (OIDC Core §5.1)", () => {
  it("are stored as apps get them, an address as an object with lines of its own", async () => {
    const details: Details = {
      ...empty,
      given_name: " Example ",
      family_name: "User",
      middle_name: "Middle",
      nickname: "Ex",
      preferred_username: "example",
      profile: "https://example.org/me",
      website: "https://example.org",
      birthdate: "1990-01-31",
      gender: "female",
      phone_number: "+1 425 555 0100",
      street_address: "1 Example Street\r\nFloor 2",
      locality: "Paris",
      postal_code: "75001",
      country: "FR",
    };
    expect(await saveOwnDetails(person, details)).toEqual({});
    const { street_address, locality, region, postal_code, country, given_name, ...claims } = details;
    expect(await released()).toEqual({
      ...claims,
      given_name: "Example",
      name: "Example User",
      locale: "pt-BR",
      email: "user@example.org",
      email_verified: true,
      updated_at: expect.any(Number),
      phone_number_verified: true,
      address: {
        street_address: "1 Example Street\nFloor 2",
        locality,
        postal_code,
        country,
        formatted: "1 Example Street\nFloor 2\n75001 Paris\nFR",
      },
    });
    expect(await getOwnDetails(person)).toMatchObject({ locality: "Paris", region: "", given_name: "Example" });
  });

  it("make a changed phone number unconfirmed, and go when they are emptied", async () => {
    await saveOwnDetails(person, { ...empty, phone_number: "+1 425 555 0199" });
    expect(await released()).toMatchObject({ phone_number: "+1 425 555 0199" });
    expect(await released()).not.toHaveProperty("phone_number_verified");
    await saveOwnDetails(person, empty);
    // OIDC Core §5.1: preferred_username falls back to the part of the address before the @.
    const names = ["email", "email_verified", "locale", "name", "preferred_username", "updated_at"];
    expect(Object.keys(await released()).sort()).toEqual(names);
  });

  it.each<[Partial<Details>, Record<string, string>]>([
    [{ birthdate: "31.1.1990" }, { birthdate: "date" }],
    [{ phone_number: "call me" }, { phone_number: "phone" }],
    [{ website: "javascript:alert(1)" }, { website: "link" }],
    [{ country: "x".repeat(201) }, { country: "tooLong" }],
    [
      { nickname: "x".repeat(201), profile: "me" },
      { nickname: "tooLong", profile: "link" },
    ],
  ])("refuse %j, and nothing is stored", async (change, problems) => {
    const before = await released();
    expect(await saveOwnDetails(person, { ...empty, ...change })).toEqual(problems);
    expect(await released()).toEqual(before);
  });

  it("and a time zone that is saved in the same moment are both kept", async () => {
    const own = { name: "Example User", locale: "en" };
    for (const [place, timeZone] of ["Europe/Paris", "Asia/Seoul", "Europe/Paris", "Asia/Seoul"].entries()) {
      const details = { ...empty, nickname: `Ex ${place}` };
      await Promise.all([saveOwnDetails(person, details), saveOwnProfile(person, { ...own, timeZone })]);
      expect(await released()).toMatchObject({ nickname: `Ex ${place}`, zoneinfo: timeZone });
    }
  });
});
