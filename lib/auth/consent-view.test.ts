import { describe, expect, it } from "vitest";
import { wordsFor } from "../i18n/words";
import type { ClientStatus, ScopeRisk } from "../oauth/model";
import { ALICE, authorizationRequest, START, WEB_CLIENT } from "../oauth/testing/fixtures";
import { isHostTyped, toConsentView, toDestinationView } from "./consent-view";
import { toShownPage } from "./shown-page";

describe("where a consent leads, however hostile the address", () => {
  it.each([
    ["https://calendar.acme.example/cb", "web", "acme.example", ""],
    ["https://acme.example@evil.example/cb", "web", "evil.example", ""],
    ["https://acme.example.evil.co.uk:8443/acme.example", "web", "evil.co.uk", ":8443"],
    [`https://${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.evil.example/cb`, "web", "evil.example", ""],
    ["https://evil.example/https://acme.example/", "web", "evil.example", ""],
    ["https://evil.example?acme.example", "web", "evil.example", ""],
    ["https://evil.example./cb", "web", "evil.example", ""],
    ["https://EVIL.example/cb", "web", "evil.example", ""],
    ["http://127.0.0.1:53682/cb", "loopback", "127.0.0.1", ":53682"],
    ["http://[::1]:53682/cb", "loopback", "[::1]", ":53682"],
    ["http://localhost:3000/cb", "loopback", "localhost", ":3000"],
    ["http://localhost.evil.example/cb", "web", "evil.example", ""],
    ["com.example.app:/cb", "app", "com.example.app", ""],
  ])("%s", (uri, kind, registrable, port) =>
    expect(toDestinationView(uri)).toMatchObject({ kind, registrable, port, uri }),
  );

  it("shows an encoded host as it travels, and beside it as it reads", () => {
    expect(toDestinationView("https://xn--bcher-kva.example/cb")).toMatchObject({
      registrable: "xn--bcher-kva.example",
      readable: "bücher.example",
      isDeceptive: false,
    });
  });

  it("shows a host that passes for another one only as it travels, and warns (UTS #39)", () => {
    expect(toDestinationView("https://xn--cme-5cd.example/cb")).toMatchObject({
      registrable: "xn--cme-5cd.example",
      readable: null,
      isDeceptive: true,
    });
  });
});

describe("what is typed before something sensitive", () => {
  const item = (name: string, risk: ScopeRisk, values: { isOptional?: boolean; grantedAt?: Date } = {}) => ({
    scope: {
      name,
      risk,
      title: name,
      detail: null,
      texts: {},
      icon: null,
      resourceIdentifier: null,
      isPublic: true,
      claims: [],
      retiredAt: null,
      clientPolicy: "scopes" as const,
      listedClients: [],
    },
    resourceName: null,
    isOptional: false,
    grantedAt: null,
    ...values,
  });
  const viewOf = (status: ClientStatus, scopes: ReturnType<typeof item>[], redirectUri = "https://a.acme.example/cb") =>
    toConsentView(
      {
        kind: "consent",
        client: { ...WEB_CLIENT, status, reviewedHosts: ["a.acme.example"] },
        request: authorizationRequest({ redirectUri }),
        subject: ALICE,
        scopes,
        resources: [],
        replaced: [],
        lifetimes: { offered: ["once", "until_removed"], maximum: null },
        revision: "a revision",
        wasExpired: false,
      },
      wordsFor("en"),
    );
  const sensitive = item("keys", "sensitive");

  it("is asked of a verified app too, at a host that nobody looked at, and nothing there says that it is verified", () => {
    const view = viewOf("verified", [sensitive], "https://new.acme.example/cb");
    expect(view).toMatchObject({ typedHost: "acme.example", warning: "unverified", app: { isVerified: false } });
    expect(viewOf("verified", [sensitive])).toMatchObject({ warning: null, app: { isVerified: true } });
  });

  it("is part of what a receipt keeps: the words of the page, in its language, and the choice", () => {
    const words = wordsFor("en");
    const view = viewOf("development", [sensitive, item("notes", "read", { isOptional: true })]);
    expect(toShownPage(view, "once", words)).toMatchObject({
      locale: "en",
      page: {
        title: "Allow Calendar to use your account?",
        app: { name: "Calendar", is_verified: false },
        leads_to: "https://a.acme.example/cb",
        permissions: [
          { name: "keys", risk: "sensitive", is_optional: false },
          { name: "notes", risk: "read", is_optional: true },
        ],
        lifetimes: ["Only this once", "Until I remove it"],
        lifetime: "Only this once",
        warning: expect.stringContaining("Anyone can choose this name"),
      },
    });
    expect(toShownPage(view, "", words).page).toMatchObject({ lifetime: "Until I remove it" });
  });

  it("is the registrable domain of an app that nobody checked; nothing for a verified one, or for less", () => {
    expect(viewOf("development", [sensitive]).typedHost).toBe("acme.example");
    expect(viewOf("in_review", [sensitive], "com.example.app:/cb").typedHost).toBe("com.example.app");
    expect(viewOf("verified", [sensitive]).typedHost).toBeNull();
    expect(viewOf("development", [item("calendar", "change")]).typedHost).toBeNull();
    expect(viewOf("development", [item("keys", "sensitive", { grantedAt: START })]).typedHost).toBeNull();
  });

  it("must be that domain, in any case and with spaces around it, and nothing else", () => {
    const view = viewOf("development", [sensitive]);
    expect(isHostTyped(view, [], " ACME.example ")).toBe(true);
    for (const typed of ["", "a.acme.example", "acme.example.evil.example", "acme"]) {
      expect(isHostTyped(view, [], typed)).toBe(false);
    }
  });

  it("is not needed when the sensitive permission was left out", () => {
    const view = viewOf("development", [item("calendar", "read"), item("keys", "sensitive", { isOptional: true })]);
    expect(isHostTyped(view, [], "")).toBe(true);
    expect(isHostTyped(view, ["keys"], "")).toBe(false);
    expect(isHostTyped(view, ["keys"], "acme.example")).toBe(true);
  });
});
