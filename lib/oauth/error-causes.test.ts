import { describe, expect, it } from "vitest";
import { listFiles, readText } from "../architecture/source-files";
import { languages } from "../i18n/languages";
import { CAUSES, CODES_OF_CAUSE, causesOf } from "./error-causes";
import { OAUTH_ERROR_CODES } from "./errors";

/** The code and the cause of each refusal that the core throws with both written out. */
const thrown = listFiles()
  .filter((file) => file.startsWith("lib/oauth/") && file.endsWith(".ts") && !/\.test\.ts$|\/testing\//.test(file))
  .flatMap((file) =>
    [...readText(file).matchAll(/new (?:OAuth|Authorization)Error\(\s*"(\w+)",(.*?)cause: "(\w+)"/gs)]
      // The text between them must not reach into the next refusal.
      .filter(([, , between = ""]) => !between.includes("new "))
      .map(([, code, , cause]) => ({ file, code, cause })),
  );

describe("the error catalogue", () => {
  it("knows every pair of error code and cause that the core throws", () => {
    expect(thrown.length).toBeGreaterThan(40);
    const known = (cause = "", code = "") =>
      CAUSES.some((each) => each === cause && CODES_OF_CAUSE[each].some((other) => other === code));
    expect(thrown.filter(({ cause, code }) => !known(cause, code))).toEqual([]);
  });

  it("has a cause for every error code that is answered", () => {
    const without = OAUTH_ERROR_CODES.filter((code) => causesOf(code).length === 0);
    // OpenID Connect Core §3.1.2.6 has this code; this server always says more exactly what the person has to do.
    expect(without).toEqual(["interaction_required"]);
  });

  it.each(Object.entries(languages))("says in the language %s why each cause is, and what to do", (_tag, words) => {
    for (const cause of CAUSES) {
      const { title, why, fix } = words.console.causes[cause];
      expect(
        [title, why, fix].every((text) => text.length > 3),
        cause,
      ).toBe(true);
    }
  });
});
