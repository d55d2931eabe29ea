import { describe, expect, it } from "vitest";
import type { Client } from "../model";
import { WEB_CLIENT } from "../testing/fixtures";
import { REVIEWED_MEMBERS } from "./member-lists";
import { isVerifiedFor, listUnreviewedHosts, splitChanges, withPending } from "./review";

const VERIFIED: Client = { ...WEB_CLIENT, status: "verified", clientUri: "https://client.example/" };

/** Another value than the verified client has, for every member that was looked at. */
const OTHERS: Required<Pick<Client, (typeof REVIEWED_MEMBERS)[number]>> = {
  name: "My Bank",
  publisher: "My Bank Ltd",
  kind: "native",
  tokenEndpointAuthMethod: "none",
  scopes: [...WEB_CLIENT.scopes, "payments:send"],
  clientUri: "https://evil.example/",
  policyUri: "https://evil.example/privacy",
  tosUri: "https://evil.example/terms",
  logoUri: "https://evil.example/logo.png",
  initiateLoginUri: "https://evil.example/start",
};

describe("what a verified client changes", () => {
  it.each(REVIEWED_MEMBERS)("waits when it is %s, and people keep what was looked at", (member) => {
    const { now, pending } = splitChanges(VERIFIED, null, { [member]: OTHERS[member] });
    expect(pending).toEqual({ [member]: OTHERS[member] });
    expect({ ...VERIFIED, ...now }).toEqual(VERIFIED);
  });

  it("counts at once when nobody looked at that", () => {
    const changes = { requirePkce: false, contacts: ["user@example.org"], name: VERIFIED.name };
    expect(splitChanges(VERIFIED, null, changes)).toEqual({ now: changes, pending: null });
  });

  it("counts at once when a scope goes; one that comes waits", () => {
    const scopes = ["openid", "payments:send"];
    expect(splitChanges(VERIFIED, null, { scopes })).toEqual({ now: { scopes: ["openid"] }, pending: { scopes } });
    expect(splitChanges(VERIFIED, { scopes }, { scopes: ["openid"] })).toEqual({
      now: { scopes: ["openid"] },
      pending: null,
    });
  });

  it("adds to what waits, replaces it, and takes out what is changed back", () => {
    const first = splitChanges(VERIFIED, null, { name: "My Bank", publisher: "My Bank Ltd" });
    expect(first.pending).toEqual({ name: "My Bank", publisher: "My Bank Ltd" });
    const second = splitChanges(VERIFIED, first.pending, { name: VERIFIED.name, tosUri: OTHERS.tosUri });
    expect(second.pending).toEqual({ publisher: "My Bank Ltd", tosUri: OTHERS.tosUri });
    expect(withPending({ ...VERIFIED, pendingChanges: second.pending })).toMatchObject({
      name: VERIFIED.name,
      publisher: "My Bank Ltd",
      tosUri: OTHERS.tosUri,
    });
  });

  describe("about how it authenticates waits as a whole, and the way that is in use stays usable", () => {
    const jwks = { keys: [{ kty: "EC", kid: "one" }] };
    const others = { keys: [{ kty: "EC", kid: "another" }] };
    const keyed = { tokenEndpointAuthMethod: "private_key_jwt", tokenEndpointAuthSigningAlg: "ES256", jwks } as const;
    const KEYED: Client = { ...VERIFIED, ...keyed };
    const secret = { tokenEndpointAuthMethod: "client_secret_basic", tokenEndpointAuthSigningAlg: null } as const;

    it("from keys to a secret: the keys go when the secret comes", () => {
      const gone = { ...secret, jwks: null, jwksUri: null };
      expect(splitChanges(KEYED, null, gone)).toEqual({ now: {}, pending: { ...secret, jwks: null } });
    });

    it("from a secret to keys: the keys are known at once, the algorithm comes with the method", () => {
      const { tokenEndpointAuthMethod, tokenEndpointAuthSigningAlg } = keyed;
      const pending = { tokenEndpointAuthMethod, tokenEndpointAuthSigningAlg };
      const live: Client = {
        ...VERIFIED,
        tokenEndpointAuthMethod: "client_secret_jwt",
        tokenEndpointAuthSigningAlg: "HS256",
      };
      expect(splitChanges(live, null, keyed)).toEqual({ now: { jwks }, pending });
    });

    it("other keys count at once, and are not taken away when the secret comes", () => {
      const { pending } = splitChanges(KEYED, null, { ...secret, jwks: null });
      expect(splitChanges(KEYED, pending, { jwks: others })).toEqual({ now: { jwks: others }, pending: secret });
      const moved = { jwks: null, jwksUri: "https://client.example/keys" };
      expect(splitChanges(KEYED, null, { ...secret, ...moved })).toEqual({ now: moved, pending: secret });
    });

    it("and nothing of it when the method is changed back", () => {
      const { pending } = splitChanges(KEYED, null, { ...secret, jwks: null });
      expect(splitChanges(KEYED, pending, keyed)).toEqual({ now: keyed, pending: null });
    });
  });

  it("keeps hosts and a picture that wait for the same look", () => {
    const before = { hosts: ["new.example"], logo: true as const };
    expect(splitChanges(VERIFIED, before, { name: VERIFIED.name }).pending).toEqual(before);
  });
});

describe("a client is verified on the way to hosts that were looked at", () => {
  it.each([
    ["https://client.example/callback", true],
    ["https://client.example/another", true],
    ["https://client.example:8443/callback", false],
    ["https://new.client.example/callback", false],
    ["http://localhost:3000/callback", false],
    ["com.example.app:/callback", false],
  ])("%s: %s", (uri, expected) => {
    const request = { redirectUri: uri, scopes: ["openid"], claims: null };
    expect(isVerifiedFor(VERIFIED, request)).toBe(expected);
    expect(isVerifiedFor({ ...VERIFIED, status: "in_review" }, request)).toBe(false);
  });

  it("and not when it asks for a scope that nobody looked at, as what registered itself may", () => {
    const redirectUri = "https://client.example/callback";
    expect(isVerifiedFor(VERIFIED, { redirectUri, scopes: ["openid", "payments:send"], claims: null })).toBe(false);
  });

  it("and not when it asks for such a scope's claims one by one", () => {
    const request = { redirectUri: "https://client.example/callback", scopes: ["openid"] };
    const claims = { userinfo: { phone_number: null }, id_token: {} };
    const client = { ...VERIFIED, scopes: ["openid"] };
    expect(isVerifiedFor(client, { ...request, claims })).toBe(false);
    expect(isVerifiedFor({ ...client, scopes: ["openid", "phone"] }, { ...request, claims })).toBe(true);
  });

  it("after sign-out as well as after sign-in", () => {
    const client = { ...VERIFIED, postLogoutRedirectUris: ["https://bye.example/", "https://client.example/"] };
    expect(listUnreviewedHosts(client)).toEqual(["bye.example"]);
  });
});
