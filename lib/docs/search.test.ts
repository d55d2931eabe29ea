import { describe, expect, it } from "vitest";
import { wordsFor } from "../i18n/words";
import { MAX_QUERY, searchDocs } from "./search";

const english = wordsFor("en");
const hrefs = (query: string, words = english) => searchDocs(query, words).map(({ href }) => href);

describe("a search of the documentation", () => {
  it("finds an error by its code, and a cause by its name", () => {
    expect(hrefs("invalid_grant")[0]).toBe("/docs/errors#invalid_grant");
    expect(hrefs("code_verifier_wrong")).toEqual(["/docs/errors#cause-code_verifier_wrong"]);
  });

  it("finds an endpoint by its address, whatever the case, and by a parameter", () => {
    expect(hrefs("/OAUTH/Introspect")[0]).toBe("/docs/endpoints#introspect");
    expect(hrefs("post_logout_redirect_uri")).toContain("/docs/endpoints#end-session");
  });

  it("wants every word, and names places first that have them in their title", () => {
    expect(hrefs("status lists")[0]).toBe("/docs/status-lists");
    expect(hrefs("status nonsense")).toEqual([]);
  });

  it("reads the reader's language", () => {
    expect(hrefs("로그아웃", wordsFor("ko"))[0]).toBe("/docs/sign-out");
    expect(hrefs("sign out", wordsFor("ko"))).toEqual([]);
  });

  it("answers nothing to nothing, and looks at a bounded part of a long question", () => {
    expect(hrefs("   ")).toEqual([]);
    expect(hrefs("token".padEnd(MAX_QUERY) + "x".repeat(100_000))).toEqual(hrefs("token"));
    expect(hrefs("a").length).toBe(20);
  });
});
