import { describe, expect, it } from "vitest";
import type { AllowedScope } from "../db/people/consents";
import { wordsFor } from "../i18n/words";
import { START } from "../oauth/testing/fixtures";
import { listDestinations, summarizeAccess } from "./describe-access";

const words = wordsFor("en");

function scope(name: string, risk: AllowedScope["risk"]): AllowedScope {
  return {
    name,
    risk,
    title: `Words for ${name}`,
    detail: null,
    grantedAt: START,
    lastUsedAt: null,
    resourceName: null,
    isOptional: false,
  };
}

const having = (...scopes: AllowedScope[]) => ({ scopes, resources: [] });

describe("what an app may do, in one line", () => {
  it("is more than sign-in when there is an API that it may use without a permission", () => {
    const resources = [{ identifier: "https://api.example", name: "Mail" }];
    expect(summarizeAccess({ scopes: [scope("openid", "identity")], resources }, words)).toEqual({
      isSignInOnly: false,
      canChange: false,
      titles: ["Use Mail as you"],
    });
  });

  it("is sign-in only when it learns who the person is, also while they are away", () => {
    const summary = summarizeAccess(having(scope("openid", "identity"), scope("offline_access", "read")), words);
    expect(summary).toEqual({ isSignInOnly: true, canChange: false, titles: [] });
  });

  it("names the weightiest permission first", () => {
    const scopes = [
      scope("openid", "identity"),
      scope("a:read", "read"),
      scope("b:write", "change"),
      scope("c", "sensitive"),
    ];
    expect(summarizeAccess(having(...scopes), words)).toEqual({
      isSignInOnly: false,
      canChange: true,
      titles: ["Words for c", "Words for b:write", "Words for a:read"],
    });
  });

  it("does not claim that reading is changing", () => {
    expect(summarizeAccess(having(scope("a:read", "read")), words).canChange).toBe(false);
  });
});

it("tells the hosts an app may lead to, each once, and the scheme of an app on the device", () => {
  const uris = ["https://a.example/x", "https://a.example/y", "http://127.0.0.1:4000/cb", "org.example.app:/cb"];
  expect(listDestinations(uris)).toEqual(["a.example", "127.0.0.1:4000", "org.example.app://"]);
});
