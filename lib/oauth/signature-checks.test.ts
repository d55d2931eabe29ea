import { beforeEach, describe, expect, it } from "vitest";
import { handleAuthorizeRequest } from "./authorize/handle-request";
import { ASSERTION_TYPE } from "./client/assertion";
import type { ServerContext } from "./feature";
import { handleEndSessionRequest } from "./logout/end-session";
import { FAILED_CHECKS_WINDOW, MAX_CHECKS_UNDER_WAY, MAX_FAILED_CHECKS, SignatureChecks } from "./signature-checks";
import { publicJwk } from "./testing/public-jwks";
import { CHALLENGE, CONFIDENTIAL, get, post, SERVICE, TestPortal } from "./testing/test-context";
import { handleTokenRequest } from "./token/handle-request";

const start = new Date("2026-03-03T12:00:00.000Z");
let now = start;
let checks: SignatureChecks;
let done = 0;
let refused = 0;

beforeEach(() => {
  now = start;
  done = 0;
  refused = 0;
  checks = new SignatureChecks({
    now: () => now,
    senderOf: ({ headers }) => headers.get("x-forwarded-for"),
    refused: () => {
      refused += 1;
    },
  });
});

const from = (address: string | null) =>
  new Request("https://id.example/oauth/token", address === null ? {} : { headers: { "x-forwarded-for": address } });
const check = (address: string | null, answer: string | null, clientId: string | null = "client") =>
  checks.run(from(address), clientId, async () => {
    done += 1;
    return answer;
  });
const failOften = async (address: string | null, times: number, clientId: string | null = "client") => {
  for (let count = 0; count < times; count += 1) await check(address, null, clientId);
};
const tooMany = { code: "temporarily_unavailable", status: 429 };

describe("checks of signatures (OWASP ASVS 5 §15.2.2)", () => {
  it("are not done any more for a sender of whom too many failed, with the seconds to wait", async () => {
    await failOften("192.0.2.1", MAX_FAILED_CHECKS);
    done = 0;
    now = new Date(start.getTime() + 2_500);
    await expect(check("192.0.2.1", "right")).rejects.toMatchObject({ ...tooMany, detail: { retryAfter: 8 } });
    expect([done, refused]).toEqual([0, 1]);
    expect(await check("192.0.2.2", "right")).toBe("right");
  });

  it("are done for a client of whom none failed, whoever fails at the same address (a proxy's, perhaps)", async () => {
    await failOften("192.0.2.1", MAX_FAILED_CHECKS);
    expect(await check("192.0.2.1", "right", "another")).toBe("right");
    await failOften("192.0.2.1", MAX_FAILED_CHECKS, null);
    expect(await check("192.0.2.1", "right", "another")).toBe("right");
    await expect(check("192.0.2.1", "right", null)).rejects.toMatchObject(tooMany);
  });

  it("that are right count against nobody, however many there are", async () => {
    for (let count = 0; count < 2 * MAX_FAILED_CHECKS; count += 1) await check("192.0.2.1", "right");
    await failOften("192.0.2.1", MAX_FAILED_CHECKS - 1);
    expect(await check("192.0.2.1", "right")).toBe("right");
  });

  it("have failed also when they throw", async () => {
    const fail = () => checks.run(from("192.0.2.1"), "client", () => Promise.reject(new Error("wrong")));
    for (let count = 0; count < MAX_FAILED_CHECKS; count += 1) await expect(fail()).rejects.toThrow("wrong");
    await expect(check("192.0.2.1", "right")).rejects.toMatchObject(tooMany);
  });

  it.each([
    ["right", "right"],
    ["wrong", null],
  ])("are bounded while they are under way, be they %s, for one sender", async (_kind, answer) => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const wait = async () => {
      done += 1;
      await gate;
      return answer;
    };
    const send = (_: unknown, count: number) => checks.run(from("192.0.2.1"), `client ${count % 3}`, wait);
    const all = Promise.allSettled(Array.from({ length: MAX_CHECKS_UNDER_WAY + 1 }, send));
    expect(await check("192.0.2.2", "right")).toBe("right");
    open();
    const results = await all;
    expect(done).toBe(MAX_CHECKS_UNDER_WAY + 1);
    expect(results.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(results.at(-1)).toMatchObject({ reason: { ...tooMany, detail: { retryAfter: 1 } } });
    expect(await check("192.0.2.1", "right", "another")).toBe("right");
    const next = check("192.0.2.1", "right", "client 0");
    await (answer === null ? expect(next).rejects.toMatchObject(tooMany) : expect(next).resolves.toBe("right"));
  });

  it("are done again when the window is over, and at once when a clock that ran ahead began it", async () => {
    now = new Date(start.getTime() + 86_400_000);
    await failOften("192.0.2.1", MAX_FAILED_CHECKS);
    now = new Date(now.getTime() + FAILED_CHECKS_WINDOW * 1000);
    await failOften("192.0.2.1", MAX_FAILED_CHECKS);
    await expect(check("192.0.2.1", "right")).rejects.toMatchObject(tooMany);
    now = start;
    expect(await check("192.0.2.1", "right")).toBe("right");
  });

  it("have no limit where the sender has no name: strangers must not share one", async () => {
    await failOften(null, MAX_FAILED_CHECKS + 1);
    expect(await check(null, "right")).toBe("right");
  });
});

/** A JWT whose signature is nobody's. */
function forge(payload: Record<string, unknown>): string {
  const parts = [{ alg: "ES256", typ: "JWT" }, payload].map((part) => Buffer.from(JSON.stringify(part)));
  return [...parts, Buffer.alloc(64, 1)].map((part) => part.toString("base64url")).join(".");
}

const jwks = { keys: [publicJwk("P-256")] };
const KEYED = { ...SERVICE, jwks, secrets: [], tokenEndpointAuthMethod: "private_key_jwt" as const };
const SIGNING = { ...CONFIDENTIAL, jwks };
const REQUEST = {
  client_id: SIGNING.clientId,
  redirect_uri: "https://client.example/callback",
  response_type: "code",
  scope: "openid",
  code_challenge: CHALLENGE,
  code_challenge_method: "S256",
};
const sender = { "x-forwarded-for": "192.0.2.1" };

describe.each<[kind: string, clientId: string | null, handle: (context: ServerContext) => Promise<Response>]>([
  [
    "a client assertion (RFC 7523 §3)",
    KEYED.clientId,
    (context) => {
      const client_assertion = forge({ iss: KEYED.clientId, sub: KEYED.clientId });
      const fields = { grant_type: "client_credentials", client_assertion_type: ASSERTION_TYPE, client_assertion };
      return handleTokenRequest(post("/oauth/token", fields, sender), context);
    },
  ],
  [
    "a request object (RFC 9101 §6)",
    SIGNING.clientId,
    (context) => handleAuthorizeRequest(get("/oauth/authorize", { ...REQUEST, request: forge({}) }, sender), context),
  ],
  [
    "the hint of a sign-in (OIDC Core §3.1.2.1)",
    SIGNING.clientId,
    (context) => {
      const fields = { ...REQUEST, id_token_hint: forge({ sub: "somebody" }) };
      return handleAuthorizeRequest(get("/oauth/authorize", fields, sender), context);
    },
  ],
  [
    "the hint of a sign-out (RP-Initiated Logout §2)",
    SIGNING.clientId,
    (context) => {
      const fields = { id_token_hint: forge({ sub: "somebody", aud: [SIGNING.clientId] }) };
      return handleEndSessionRequest(get("/oauth/end-session", fields, sender), context);
    },
  ],
  [
    "the hint of a sign-out that names a client which does not exist",
    null,
    (context) => {
      const fields = { id_token_hint: forge({ sub: "somebody", aud: "pt_cl_made_up" }) };
      return handleEndSessionRequest(get("/oauth/end-session", fields, sender), context);
    },
  ],
  [
    "the hint of a sign-out that is no JWT",
    null,
    (context) => handleEndSessionRequest(get("/oauth/end-session", { id_token_hint: "x.y.z" }, sender), context),
  ],
])("%s with a signature that is wrong", (_kind, clientId, handle) => {
  const statusOf = (portal: TestPortal) =>
    handle(portal.context).then(
      ({ status }) => status,
      ({ status }: { status: number }) => status,
    );

  it("counts against its sender and the client it names, which then has to wait", async () => {
    const portal = new TestPortal({ clients: [KEYED, SIGNING] });
    const { signatureChecks } = portal.context;
    const request = new Request("https://id.example/", { headers: sender });
    for (let count = 1; count < MAX_FAILED_CHECKS; count += 1) {
      await signatureChecks.run(request, clientId, async () => null);
    }
    expect(await statusOf(portal)).not.toBe(429);
    expect(await statusOf(portal)).toBe(429);
    portal.moveTo(FAILED_CHECKS_WINDOW);
    expect(await statusOf(portal)).not.toBe(429);
  });
});
