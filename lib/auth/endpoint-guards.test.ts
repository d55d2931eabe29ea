import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { OAuthError } from "../oauth/errors";
import { getCrowdedAddresses } from "./crowded-addresses";
import {
  createRefusedCheckNote,
  createStepLimit,
  FailedAuthenticationGuard,
  registrationGuard,
} from "./endpoint-guards";
import { rateLimitRules } from "./rate-limit";

useTestDatabase();

const start = new Date("2026-03-03T12:00:00.000Z");
const { max, seconds } = rateLimitRules.failedClientByAddress;
let now = start;
let guard: FailedAuthenticationGuard;
beforeEach(async () => {
  resetEnv({ PORTICO_RATE_LIMITS: "on" });
  resetMasterKey("a secret for tests, of 32 characters or more");
  await (await getDb()).rateLimit.deleteMany();
  now = start;
  guard = new FailedAuthenticationGuard(() => now);
});
afterAll(() => {
  resetMasterKey();
  resetEnv();
});

interface Sender {
  address?: string;
  clientId?: string;
  isBasic?: boolean;
}

function makeRequest({ address = "192.0.2.1", clientId = "pt_cl_one", isBasic = true }: Sender = {}): Request {
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:wrong`).toString("base64");
  return new Request("https://id.example/oauth/token", {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-forwarded-for": address,
      ...(isBasic && { authorization: `Basic ${credentials}` }),
    },
    body: new URLSearchParams({ grant_type: "client_credentials", ...(!isBasic && { client_id: clientId }) }),
  });
}

const fail = async (
  sender: Sender = {},
  error = new OAuthError("invalid_client", "wrong", { cause: "secret_wrong" }),
) => {
  error.detail.clientId = sender.clientId ?? "pt_cl_one";
  return await guard.refused(error, makeRequest(sender));
};

async function failOften(times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) expect(await fail()).toBeNull();
}

describe("client authentication that fails", () => {
  it("may fail so often; then the next failure of this client at this address has to wait, and others do not", async () => {
    await failOften(max);
    expect(await fail()).toBe(seconds);
    expect(await fail({ isBasic: false })).toBe(seconds);
    expect(await fail({ clientId: "pt_cl_two" })).toBeNull();
    expect(await fail({ address: "192.0.2.2" })).toBeNull();
    now = new Date(start.getTime() + seconds * 1000);
    expect(await fail()).toBeNull();
  });

  it("counts the addresses of one IPv6 subscriber together, who can take another for each try", async () => {
    for (let n = 1; n <= max; n += 1) expect(await fail({ address: `2001:db8:1:1::${n}` })).toBeNull();
    expect(await fail({ address: "2001:db8:1:1:ffff::1" })).toBe(seconds);
    expect(await fail({ address: "2001:db8:1:2::1" })).toBeNull();
  });

  it("keeps nobody out who has the right secret: nothing is asked before a request is read", () => {
    expect("admit" in guard).toBe(false);
  });

  it("counts across instances", async () => {
    await failOften(max);
    guard = new FailedAuthenticationGuard(() => now);
    expect(await fail()).toBe(seconds);
  });

  it.each([
    ["a wrong code", new OAuthError("invalid_grant", "wrong", { cause: "code_unknown" })],
    [
      "no credentials at all",
      new OAuthError("invalid_client", "none", { cause: "credentials_missing", isChallenge: true }),
    ],
  ])("does not count %s", async (_case, error) => {
    for (let n = 0; n <= max; n += 1) expect(await fail({}, error)).toBeNull();
    expect(await fail()).toBeNull();
  });

  it("counts nothing when limits are off", async () => {
    resetEnv({ PORTICO_RATE_LIMITS: "off" });
    await failOften(max + 1);
  });
});

describe("registration", () => {
  const { registrationByAddress, registrationByNetwork } = rateLimitRules;
  const register = (method: string, address = "192.0.2.1") =>
    registrationGuard.admit?.(
      new Request("https://id.example/oauth/register", { method, headers: { "x-forwarded-for": address } }),
    );
  const registerOften = async (times: number, address: string) =>
    new Set(await Promise.all(Array.from({ length: times }, () => register("POST", address))));

  it("is limited for each address, at what an office may need; management is not", async () => {
    expect(await registerOften(registrationByAddress.max, "192.0.2.1")).toEqual(new Set([null]));
    expect(await register("POST")).toBeGreaterThan(0);
    expect(await register("GET")).toBeNull();
    expect(await register("POST", "192.0.2.2")).toBeNull();
  });

  it("is limited for a network, within which the address can be changed", async () => {
    const each = registrationByAddress.max;
    for (let n = 1; n <= registrationByNetwork.max / each; n += 1) {
      expect(await registerOften(each, `2001:db8:1:${n}::1`)).toEqual(new Set([null]));
    }
    expect(await register("POST", "2001:db8:1:ffff::1")).toBeGreaterThan(0);
    expect(await register("POST", "2001:db8:2::1")).toBeNull();
  });
});

describe("the authorization endpoint", () => {
  const { waitingRequestByAddress, postedRequestByAddress, requestUriByAddress } = rateLimitRules;
  it.each([
    ["waiting_request", waitingRequestByAddress],
    ["posted_request", postedRequestByAddress],
    ["request_uri", requestUriByAddress],
  ] as const)("has a limit of %s for each address, each of its own, for a while", async (step, rule) => {
    const limitStep = createStepLimit(() => now);
    const ask = (address?: string) => limitStep(step, makeRequest({ address }));
    const answers = await Promise.all(Array.from({ length: rule.max }, () => ask()));
    expect(new Set(answers)).toEqual(new Set([null]));
    expect(await ask()).toBe(rule.seconds);
    expect(await ask("192.0.2.2")).toBeNull();
    // Whoever goes on costs no look at the database.
    await (await getDb()).rateLimit.deleteMany();
    expect(await ask()).toBe(rule.seconds);
    now = new Date(start.getTime() + rule.seconds * 1000);
    expect(await ask()).toBeNull();
  });

  it("leaves room for 60 sign-ins from one address in five minutes, by any way", () => {
    for (const { max, seconds } of [waitingRequestByAddress, postedRequestByAddress, requestUriByAddress]) {
      expect([max >= 60, seconds <= 300]).toEqual([true, true]);
    }
  });

  it("counts nothing when limits are off", async () => {
    resetEnv({ PORTICO_RATE_LIMITS: "off" });
    expect(await createStepLimit(() => now)("posted_request", makeRequest())).toBeNull();
    expect(await (await getDb()).rateLimit.count()).toBe(0);
  });
});

describe("signatures that are not checked any more", () => {
  it("are told to the operator with their address", () => {
    const note = vi.spyOn(getCrowdedAddresses(), "note").mockReturnValue();
    createRefusedCheckNote(() => now)(makeRequest({ address: "192.0.2.7" }));
    const rule = rateLimitRules.wrongSignatureByAddress;
    const key = expect.stringMatching(/^wrong-signature-address:/);
    expect(note.mock.calls).toEqual([[{ key, rule, address: "192.0.2.7" }, now]]);
    note.mockRestore();
  });
});
