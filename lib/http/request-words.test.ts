import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "../env";
import { getCookieName } from "./cookies";
import { renderLimitedPage } from "./limited-page";
import { PATH_HEADER } from "./page-path";
import { keepUiLocales, localeOf, wordsTo } from "./request-words";

const issuer = "https://id.example.org";

beforeAll(() => resetEnv({ PORTICO_ISSUER: issuer, PORTICO_PSEUDO_LOCALE: "on" }));
afterAll(() => resetEnv());

/**
 * A browser that asks for English, at a page where an app asked for the pseudo-locale, unless `headers` say otherwise.
 */
function at(path: string, headers: Record<string, string> = {}): Request {
  const cookie = `${getCookieName("ui_locale")}=en-XA`;
  return new Request(issuer + path, { headers: { "accept-language": "en", cookie, ...headers } });
}

describe("the language of an answer", () => {
  it.each([
    ["of a page on the way to an app is what the app asked for (OIDC Core §3.1.2.1)", "/login", "en-XA"],
    ["of a form there too", "/consent/submit", "en-XA"],
    ["of a request of the protocol is what its own address asks for", "/oauth/authorize?ui_locales=fr+en-XA", "en-XA"],
    ["of one that asks for none is not what an app asked for before", "/oauth/authorize", "en"],
    ["of a page that is on no way to an app is not either", "/account", "en"],
    ["of a page whose name only begins alike is not either", "/login-help", "en"],
  ])("%s", (_, path, expected) => {
    expect(localeOf(at(path))).toBe(expected);
    expect(localeOf(new Headers({ ...Object.fromEntries(at(path).headers), [PATH_HEADER]: path }))).toBe(
      path.startsWith("/oauth") ? "en" : expected,
    );
  });

  it("is what a person chose for the account, ahead of what their browser asks for", () => {
    expect(localeOf(at("/account"), { account: "en-XA" })).toBe("en-XA");
  });

  it("of a mail is what its recipient chose, or else that of the answer to them", () => {
    expect(wordsTo("en-XA", "en").common.language).toBe("en-XA");
    expect(wordsTo("tlh", "en-XA").common.language).toBe("en-XA");
    expect(wordsTo(null, null).common.language).toBe("en");
  });
});

describe("what an app asks for", () => {
  const bare = () => new Request(`${issuer}/oauth/authorize`);

  it("is kept when the portal speaks it, and no longer than for an hour", () => {
    expect(keepUiLocales("fr en-XA", bare())).toMatch(/^__Host-portico_ui_locale=en-XA; .*; HttpOnly; .*Max-Age=3600$/);
    expect(keepUiLocales("fr", bare())).toBeNull();
  });

  it("ends what an app before it asked for", () => {
    expect(keepUiLocales(null, at("/oauth/authorize"))).toMatch(/^__Host-portico_ui_locale=; .*Max-Age=0$/);
    expect(keepUiLocales(null, bare())).toBeNull();
  });
});

it("a page says its language, and that it depends on what the browser asks for (RFC 9110 §8.5, §12.5.5)", async () => {
  const response = renderLimitedPage({ seconds: 1, request: at("/oauth/authorize", { "accept-language": "en-XA" }) });
  expect(response.headers.get("content-language")).toBe("en-XA");
  expect(response.headers.get("vary")).toBe("Accept-Language");
  expect(await response.text()).toContain('<html lang="en-XA">');
});
