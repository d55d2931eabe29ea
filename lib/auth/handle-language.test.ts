import { beforeEach, describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { getCookieName } from "@/lib/http/cookies";
import { localeOf } from "@/lib/http/request-words";
import { resetMasterKey } from "@/lib/keys/secret";
import { createAccount } from "./accounts";
import { findCurrentUser } from "./current-user";
import { handleLanguage } from "./handle-language";
import { createSession } from "./session";

useTestDatabase();

const issuer = "http://localhost:3000";
let cookie = "";

beforeEach(async () => {
  resetEnv({ PORTICO_ISSUER: issuer });
  resetMasterKey("a secret for tests, 32 characters and more");
  const person = await createAccount({ email: `${crypto.randomUUID()}@example.org`, password: null });
  const { setCookies } = await createSession({
    userId: person?.userId ?? "",
    amr: ["pwd"],
    request: new Request(`${issuer}/`),
  });
  cookie = (setCookies[0] ?? "").split(";")[0] ?? "";
});

function choose(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams(fields);
  return handleLanguage(new Request(`${issuer}/language/submit`, { method: "POST", body, headers }));
}

const languageOfAccount = async () => (await findCurrentUser(new Headers({ cookie })))?.locale ?? null;

describe("the language that somebody chooses", () => {
  it("is kept in the browser, and leads back to the page", async () => {
    const response = await choose({ language: "ko", return_to: "/login?return_to=/account" });
    expect([response.status, response.headers.get("location")]).toEqual([303, `${issuer}/login?return_to=/account`]);
    const kept = response.headers.getSetCookie().map((each) => each.split(";")[0]);
    expect(kept).toEqual([`${getCookieName("locale")}=ko`, `${getCookieName("ui_locale")}=`]);
    const sent = { cookie: kept[0] ?? "", "accept-language": "en" };
    expect(localeOf(new Request(`${issuer}/login`, { headers: sent }))).toBe("ko");
    expect(localeOf(new Request(`${issuer}/login`, { headers: sent }), { account: "en" })).toBe("en");
  });

  it("is kept for the account of whoever is signed in", async () => {
    await choose({ language: "ko", return_to: "/account" }, { cookie, "sec-fetch-site": "same-origin" });
    expect(await languageOfAccount()).toBe("ko");
  });

  it("is kept for no account when another site sends it", async () => {
    await choose({ language: "ko" }, { cookie, "sec-fetch-site": "cross-site" });
    await choose({ language: "ko" }, { cookie, origin: "https://elsewhere.example.org" });
    expect(await languageOfAccount()).toBeNull();
  });

  it.each<[string, Record<string, string>]>([
    ["that the portal does not speak", { language: "tlh" }],
    ["of tests only", { language: "en-XA" }],
    ["that is none", { language: "ko; Path=/x" }],
    ["that was left out", {}],
  ])("is nowhere kept where it is one %s, and no address of another site is followed", async (_, fields) => {
    const response = await choose({ ...fields, return_to: "https://elsewhere.example.org/" }, { cookie });
    expect(response.headers.getSetCookie()).toEqual([]);
    expect(response.headers.get("location")).toBe(`${issuer}/`);
    expect(await languageOfAccount()).toBeNull();
  });
});
