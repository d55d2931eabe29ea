import { afterEach, describe, expect, it } from "vitest";
import { resetEnv } from "../env";
import { wordsFor } from "../i18n/words";
import { describeSettings, settingsFor } from "./frameworks";

const words = wordsFor("en");

afterEach(() => resetEnv());

describe("an app that is made with angular-auth-oidc-client", () => {
  it("may send people back to its origin after signing out, as the library's own set-up does", () => {
    const settings = settingsFor("angular", ["http://localhost:4200"]);
    expect(settings).toEqual({ postLogoutRedirectUris: ["http://localhost:4200"] });
    expect(describeSettings("angular", words).lines.join(" ")).toContain("People who sign out may come back");
  });
});

describe("an app that is made with express-openid-connect", () => {
  const redirectUris = ["http://localhost:3001/callback", "https://app.example.org/callback"];
  const registered = {
    tokenEndpointAuthMethod: "client_secret_basic",
    postLogoutRedirectUris: ["http://localhost:3001", "https://app.example.org"],
  };

  it("may send people back to its origin after signing out, and learns to ask for a code", () => {
    expect(settingsFor("expressOpenid", redirectUris)).toEqual(registered);
    expect(describeSettings("expressOpenid", words).lines.join(" ")).toContain('response_type: "code"');
  });

  it("is registered for the ID token that it asks for by default, where the operator allows that", () => {
    resetEnv({ PORTICO_LEGACY_RESPONSE_TYPES: "on" });
    const expected = { ...registered, responseTypes: ["code", "id_token"] };
    expect(settingsFor("expressOpenid", redirectUris)).toEqual(expected);
    expect(describeSettings("expressOpenid", words).lines.join(" ")).not.toContain('response_type: "code"');
  });

  it("is refused for an address that is none, not for what follows from it", () => {
    expect(settingsFor("expressOpenid", ["callback"])).toMatchObject({ postLogoutRedirectUris: [] });
  });
});
