import { describe, expect, it } from "vitest";
import { builtInScopes } from "../db/driver/built-in-scopes";
import { describeScope, isOwnText } from "./scope-text";
import { wordsFor } from "./words";

const english = wordsFor("en");
const marked = wordsFor("en-XA");
const translated = { title: "[Réád~~~]", detail: "[Álł~~~]" };

describe("what people read about a scope", () => {
  it("is what the operator wrote in their language, or else in whatever language", () => {
    const scope = { name: "calendar:read", title: "Read", detail: null, texts: { "en-XA": translated } };
    expect(describeScope(scope, marked)).toEqual(translated);
    expect(describeScope(scope, english)).toEqual({ title: "Read", detail: null });
  });

  it("is, for the portal's own scopes, what the catalogue of the language says", () => {
    for (const { name } of builtInScopes) {
      const scope = { name, title: null, detail: null, texts: {} };
      expect(describeScope(scope, english)).toEqual(english.scopes[name]);
      expect(describeScope(scope, marked).title).toMatch(/^\[.*~\]$/);
    }
  });

  it("is what the operator wrote about one of those, in every language", () => {
    const scope = { name: "email", title: "Read your address", detail: null, texts: {} };
    expect(describeScope(scope, marked).title).toBe("Read your address");
  });

  it("is its name where there are no words", () => {
    expect(describeScope({ name: "toString", title: null, detail: null, texts: {} }, english).title).toBe("toString");
  });
});

it("the portal's own words are known in every language", () => {
  const catalogues = [english, marked];
  expect(isOwnText("email", english.scopes.email, catalogues)).toBe(true);
  expect(isOwnText("email", marked.scopes.email, catalogues)).toBe(true);
  expect(isOwnText("email", { ...english.scopes.email, title: "Else" }, catalogues)).toBe(false);
  expect(isOwnText("toString", english.scopes.email, catalogues)).toBe(false);
});
