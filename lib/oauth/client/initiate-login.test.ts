import { describe, expect, it } from "vitest";
import { getInitiateLoginUrl } from "./initiate-login";

describe("a sign-in that starts at the portal (OIDC Core §4)", () => {
  it.each([
    ["https://client.example/start", "https://client.example/start?iss=https%3A%2F%2Fid.example"],
    ["https://client.example/start?tenant=1", "https://client.example/start?tenant=1&iss=https%3A%2F%2Fid.example"],
    [null, null],
  ])("%s is opened as %s", (initiateLoginUri, url) => {
    expect(getInitiateLoginUrl({ initiateLoginUri }, "https://id.example")).toBe(url);
  });
});
