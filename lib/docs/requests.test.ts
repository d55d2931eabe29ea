import { describe, expect, it } from "vitest";
import { parseAuthorizationRequest } from "../oauth/authorize/parse-request";
import { CONFIDENTIAL, get, ISSUER, PUBLIC, post, SERVICE, TestPortal } from "../oauth/testing/test-context";
import { handleTokenRequest } from "../oauth/token/handle-request";
import { readQueryParams } from "../oauth/wire/params";
import { listProtocolEndpoints } from "./protocol-endpoints";
import { type ExampleApp, inventedApp, REQUEST_FIELDS, type RequestName, writeRequest } from "./requests";

const app: ExampleApp = {
  issuer: ISSUER,
  clientId: CONFIDENTIAL.clientId,
  redirectUri: CONFIDENTIAL.redirectUris[0] ?? "",
  isConfidential: true,
};

/** The address of a request that a browser is sent to. */
const addressOf = (name: RequestName) => new URL(writeRequest(name, app).replace(/\n\s*/g, ""));

describe("the requests of the documentation", () => {
  it("name parameters that their endpoint has", () => {
    const paths = { authorize: "authorize", endSession: "end-session", revoke: "revoke" } as const;
    for (const name of Object.keys(REQUEST_FIELDS) as RequestName[]) {
      const purpose = name in paths ? paths[name as keyof typeof paths] : "token";
      const known = listProtocolEndpoints().find((each) => each.purpose === purpose)?.parameters;
      for (const field of Object.keys(REQUEST_FIELDS[name](app))) expect(known, name).toContain(field);
    }
  });

  it("begin with an authorization request that this server accepts", async () => {
    const portal = new TestPortal({
      clients: [{ ...CONFIDENTIAL, scopes: ["openid", "profile", "email", "offline_access"] }],
    });
    const request = get("/oauth/authorize", Object.fromEntries(addressOf("authorize").searchParams));
    const { params } = await parseAuthorizationRequest(readQueryParams(request), request, portal.context);
    expect(params.redirectUri).toBe(app.redirectUri);
    expect(params.codeChallenge).not.toBeNull();
  });

  it("lead an app without an origin of its own to an address that one can have", () => {
    const ofPhone = { ...app, redirectUri: "com.example.app:/cb" };
    expect(writeRequest("endSession", ofPhone)).toContain(
      `post_logout_redirect_uri=${encodeURIComponent("https://app.example.org/")}`,
    );
    expect(writeRequest("endSession", ofPhone)).not.toContain("null");
    expect(writeRequest("endSession", app)).toContain(encodeURIComponent(`${new URL(app.redirectUri).origin}/`));
  });

  it("name no secret, and send a public app's name in the body", () => {
    expect(writeRequest("token", app)).toContain(`Basic base64(${app.clientId}:client_secret)`);
    const ofPublic = writeRequest("token", { ...app, clientId: PUBLIC.clientId, isConfidential: false });
    expect(ofPublic).not.toContain("Authorization");
    expect(ofPublic).toContain(`client_id=${PUBLIC.clientId}`);
  });

  it("get a service its token", async () => {
    const portal = new TestPortal({ clients: [SERVICE] });
    const request = post("/oauth/token", {
      ...REQUEST_FIELDS.service(),
      client_id: SERVICE.clientId,
      client_secret: "pt_cs_the-secret-of-the-web-client",
    });
    expect((await handleTokenRequest(request, portal.context)).status).toBe(200);
  });

  it("have addresses of the portal's own issuer, whoever reads them", () => {
    expect(writeRequest("authorize", inventedApp("https://id.example.org"))).toContain(
      "https://id.example.org/oauth/authorize\n  ?response_type=code",
    );
  });
});
