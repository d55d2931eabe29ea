import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "../db/client";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { resetMasterKey } from "../keys/secret";
import { OAuthError } from "../oauth/errors";
import { FailedAuthenticationGuard, registrationGuard } from "./endpoint-guards";
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

async function fail(sender: Sender = {}, error = new OAuthError("invalid_client", "wrong")): Promise<void> {
  error.detail.clientId = sender.clientId ?? "pt_cl_one";
  await guard.refused(error, makeRequest(sender));
}

describe("client authentication that fails", () => {
  it("may fail so often; then this client waits at this address, and others do not", async () => {
    for (let n = 0; n < max; n += 1) await fail();
    expect(await guard.admit(makeRequest())).toBeNull();
    await fail();
    expect(await guard.admit(makeRequest())).toBe(seconds);
    expect(await guard.admit(makeRequest({ isBasic: false }))).toBe(seconds);
    expect(await guard.admit(makeRequest({ clientId: "pt_cl_two" }))).toBeNull();
    expect(await guard.admit(makeRequest({ address: "192.0.2.2" }))).toBeNull();
    now = new Date(start.getTime() + seconds * 1000);
    expect(await guard.admit(makeRequest())).toBeNull();
  });

  it("costs nothing while nobody is over a limit: the answer is there at once", async () => {
    await fail();
    expect(guard.admit(makeRequest())).toBeNull();
  });

  it("counts across instances", async () => {
    for (let n = 0; n < max; n += 1) await fail();
    guard = new FailedAuthenticationGuard(() => now);
    await fail();
    expect(await guard.admit(makeRequest())).toBe(seconds);
  });

  it("leaves the body to the endpoint", async () => {
    for (let n = 0; n <= max; n += 1) await fail();
    const request = makeRequest({ clientId: "pt_cl_two", isBasic: false });
    await guard.admit(request);
    expect(await request.text()).toContain("pt_cl_two");
  });

  it.each([
    ["a wrong code", new OAuthError("invalid_grant", "wrong")],
    ["no credentials at all", new OAuthError("invalid_client", "none", { isChallenge: true })],
  ])("does not count %s", async (_case, error) => {
    for (let n = 0; n <= max; n += 1) await fail({}, error);
    expect(await guard.admit(makeRequest())).toBeNull();
  });

  it("counts nothing when limits are off", async () => {
    resetEnv({ PORTICO_RATE_LIMITS: "off" });
    for (let n = 0; n <= max; n += 1) await fail();
    expect(await guard.admit(makeRequest())).toBeNull();
  });
});

describe("registration", () => {
  const register = (method: string) =>
    registrationGuard.admit(
      new Request("https://id.example/oauth/register", { method, headers: { "x-forwarded-for": "192.0.2.1" } }),
    );

  it("is limited for each address; management is not", async () => {
    for (let n = 0; n < rateLimitRules.registrationByAddress.max; n += 1) expect(await register("POST")).toBeNull();
    expect(await register("POST")).toBeGreaterThan(0);
    expect(await register("GET")).toBeNull();
  });
});
