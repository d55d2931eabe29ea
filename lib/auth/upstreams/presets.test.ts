import { beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { sealUpstreamSecret } from "@/lib/keys/upstream-encryption";
import { FakeProvider } from "../testing/fake-provider";
import { PRESETS, type ReadApi } from "./presets";
import { newUpstreamSecrets, UpstreamClient } from "./upstream-client";

beforeAll(() => {
  resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
  resetMasterKey("a secret for tests, 32 characters and more");
});

/** An API that answers these documents, and nothing else. */
function api(documents: Record<string, unknown>): ReadApi {
  return async (url) => {
    if (!(url in documents)) throw new Error(`Nobody should ask ${url}.`);
    return documents[url];
  };
}

describe("an account at GitHub", () => {
  const ada = { id: 42, login: "ada", name: "Ada Example" };
  const other = { email: "other@example.org", primary: false, verified: true };
  const read = (mails: unknown, user: unknown = ada) =>
    PRESETS.github.readAccount(
      api({ "https://api.github.com/user": user, "https://api.github.com/user/emails": mails }),
    );

  it("is known by its number, which stays when its login changes, and has its verified primary address", async () => {
    const mails = [other, { email: "user@example.org", primary: true, verified: true }];
    expect(await read(mails)).toEqual({
      subject: "42",
      email: "user@example.org",
      isEmailVerified: true,
      name: "Ada Example",
      nickname: "ada",
    });
    expect(await read([], { ...ada, login: "somebody-else" })).toMatchObject({ subject: "42" });
  });

  it.each([
    ["the primary one is not verified", [other, { email: "user@example.org", primary: true, verified: false }]],
    ["none is the primary one", [other]],
    ["there is none", []],
  ])("has no address where %s", async (_, mails) => {
    expect(await read(mails)).toMatchObject({ email: null, isEmailVerified: false });
  });

  it.each([
    ["a text for its number", { ...ada, id: "42" }],
    ["no number", { login: "ada" }],
    ["nothing", null],
  ])("is refused with %s", async (_, user) => {
    await expect(read([], user)).rejects.toThrow();
  });

  it("needs no name", async () => {
    expect(await read([], { ...ada, name: null })).toMatchObject({ name: null, nickname: "ada" });
  });
});

describe("an account at Naver", () => {
  const read = (response: unknown) =>
    PRESETS.naver.readAccount(api({ "https://openapi.naver.com/v1/nid/me": { resultcode: "00", response } }));

  it("has an address that is never taken for verified", async () => {
    expect(await read({ id: "abc", email: "user@example.org", name: "김민준", email_verified: true })).toEqual({
      subject: "abc",
      email: "user@example.org",
      isEmailVerified: false,
      name: "김민준",
      nickname: null,
    });
  });

  it("needs neither address nor name, but an id", async () => {
    expect(await read({ id: "abc" })).toMatchObject({ subject: "abc", email: null, name: null });
    await expect(read({ email: "user@example.org" })).rejects.toThrow();
    await expect(read(undefined)).rejects.toThrow();
  });
});

describe("email_verified of an ID token", () => {
  const finish = async (preset: "openid" | "google" | "microsoft" | "kakao") => {
    const provider = new FakeProvider();
    provider.claims = { sub: "ada", email: "user@example.org", email_verified: true };
    const client = new UpstreamClient({ download: provider.download });
    const { issuer, clientId, clientSecret } = provider;
    const secretJwe = await sealUpstreamSecret(clientSecret);
    const plain = { name: preset, scopes: [], domains: [], allowsSignUp: true, isOn: true, createdAt: new Date() };
    const upstream = { ...plain, upstreamId: preset, preset, issuer, clientId, secretJwe };
    const secrets = newUpstreamSecrets();
    const there = await client.begin(upstream, secrets, { loginHint: null, isAnew: false });
    return await client.finish(upstream, secrets, new URL(provider.signIn(there.href)).searchParams);
  };

  it.each([
    ["openid", true],
    ["google", true],
    ["microsoft", false],
    ["kakao", false],
  ] as const)("of %s counts: %s", async (preset, counts) => {
    expect(await finish(preset)).toMatchObject({ email: "user@example.org", isEmailVerified: counts });
  });
});
