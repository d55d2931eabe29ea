import { describe, expect, it } from "vitest";
import { checkRedirectUri } from "../oauth/client/redirect-uri";
import { envBlock } from "./env-block";
import { type Framework, frameworkNeeds, frameworksFor } from "./frameworks";

const client = {
  issuer: "https://id.example.org",
  clientId: "pt_cl_example",
  clientSecret: "pt_cs_example",
  redirectUri: "http://localhost:3001/callback",
};

describe("the variables that connect an app", () => {
  it.each<[Framework, string]>([
    ["authjs", "AUTH_PORTAL_SECRET=pt_cs_example"],
    ["flask", "PORTAL_SERVER_METADATA_URL=https://id.example.org/.well-known/openid-configuration"],
    ["expressOpenid", "BASE_URL=http://localhost:3001"],
    ["djangoOidc", "OIDC_RP_SIGN_ALGO=RS256"],
    ["spring", "SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_PORTAL_CLIENTSECRET=pt_cs_example"],
    ["dotnet", "Authentication__Schemes__OpenIdConnect__Authority=https://id.example.org"],
    ["oauth2Proxy", "OAUTH2_PROXY_REDIRECT_URL=http://localhost:3001/callback"],
  ])("have the names that the library of %s reads", (framework, line) => {
    expect(envBlock({ ...client, framework }).split("\n")).toContain(line);
  });

  it("have names of their own where no library reads any", () => {
    expect(envBlock(client)).toBe(
      "OIDC_ISSUER=https://id.example.org\nOIDC_CLIENT_ID=pt_cl_example\nOIDC_CLIENT_SECRET=pt_cs_example\nOIDC_REDIRECT_URI=http://localhost:3001/callback",
    );
  });

  it.each(Object.keys(frameworkNeeds) as Framework[])("tell the registered address once, also to %s", (framework) => {
    const addresses = envBlock({ ...client, framework }).match(/=http:\/\/localhost:3001\/callback$/gm);
    expect(addresses).toHaveLength(1);
  });

  it("keep what a shell would run in quotes", () => {
    const redirectUri = "http://localhost:3001/cb?a=$(touch$IFS'/tmp/x')&b=1";
    expect(envBlock({ ...client, redirectUri }).split("\n")).toContain(
      "OIDC_REDIRECT_URI='http://localhost:3001/cb?a=$(touch$IFS'\\''/tmp/x'\\'')&b=1'",
    );
  });

  it("leave out what there is none of: the secret of a public client, an address not known yet", () => {
    const lines = envBlock({ ...client, clientSecret: null, redirectUri: undefined, framework: "oauth2Proxy" });
    expect(lines).not.toMatch(/SECRET|REDIRECT|null|undefined/);
  });
});

describe("the address of a framework", () => {
  it.each(Object.entries(frameworkNeeds))("can be registered as it is filled in: %s", (framework, { kinds, uri }) => {
    for (const kind of kinds) {
      const context = { kind, status: "development", issuer: "http://localhost:3000", registered: [] } as const;
      expect(checkRedirectUri(uri, context).verdict).not.toBe("error");
      expect(frameworksFor(kind)).toContain(framework);
    }
  });
});
