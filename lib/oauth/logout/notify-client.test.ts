import { createLocalJWKSet, jwtVerify } from "jose";
import { beforeEach, describe, expect, it } from "vitest";
import { ALICE, START, WEB_CLIENT } from "../testing/fixtures";
import { ISSUER, TEST_KEYS, TestPortal } from "../testing/test-context";
import { subjectFor } from "../tokens/subject";
import type { GuardedFetch } from "../wire/guarded-fetch";
import { LogoutNoticeError, notifyClient } from "./notify-client";

const client = { ...WEB_CLIENT, clientId: "told", backchannelLogoutUri: "https://client.example/backchannel" };
const notice = { clientId: "told", userId: ALICE.userId, sessionId: "018f4a00-0000-7000-8000-0000005e5510" };

let sent: { url: string; options: Parameters<GuardedFetch>[1] }[] = [];
let answer: number | Error = 200;
beforeEach(() => {
  sent = [];
  answer = 200;
});

function makePortal(changes: Partial<typeof client> = {}): TestPortal {
  const portal = new TestPortal({ clients: [{ ...client, ...changes }] });
  portal.context.fetch = async (url, options) => {
    sent.push({ url, options });
    if (answer instanceof Error) throw answer;
    return { status: answer, body: "" };
  };
  return portal;
}

async function readToken() {
  const body = new URLSearchParams(sent.at(-1)?.options?.body);
  const keys = createLocalJWKSet({ keys: await TEST_KEYS.listPublicJwks() });
  return jwtVerify(body.get("logout_token") ?? "", keys, { currentDate: START });
}

describe("a logout token (OpenID Connect Back-Channel Logout §2.4, §2.5)", () => {
  it("is posted as a form, with exactly the claims of the standard", async () => {
    await notifyClient(notice, makePortal().context);
    expect(sent).toMatchObject([
      {
        url: client.backchannelLogoutUri,
        options: { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } },
      },
    ]);
    const { payload, protectedHeader } = await readToken();
    expect(protectedHeader).toMatchObject({ typ: "logout+jwt", alg: "ES256", kid: "key-ES256" });
    const issuedAt = START.getTime() / 1000;
    expect(payload).toEqual({
      iss: ISSUER,
      sub: ALICE.userId,
      aud: "told",
      iat: issuedAt,
      exp: issuedAt + 120,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sid: notice.sessionId,
      events: { "http://schemas.openid.net/event/backchannel-logout": {} },
    });
  });

  it("names a pairwise client's own sub (OIDC Core §8.1)", async () => {
    const portal = makePortal({ pairwiseSector: "client.example" });
    await notifyClient(notice, portal.context);
    const { payload } = await readToken();
    expect(payload.sub).toBe(subjectFor({ pairwiseSector: "client.example" }, ALICE.userId, portal.context));
    expect(payload.sub).not.toBe(ALICE.userId);
  });

  it("is signed as the client's ID tokens are", async () => {
    await notifyClient(notice, makePortal({ idTokenSignedResponseAlg: "RS256" }).context);
    expect((await readToken()).protectedHeader.alg).toBe("RS256");
  });

  it.each([
    [200, null],
    [204, null],
    [400, true],
    [503, false],
    [302, false],
    [new Error("client.example did not answer within 5000 ms."), false],
  ] as const)("%s", async (given, isFinal) => {
    answer = given;
    const portal = makePortal();
    const result = await notifyClient(notice, portal.context).catch((error: unknown) => error);
    if (isFinal === null) expect(result).toBeUndefined();
    else expect(result).toMatchObject({ name: LogoutNoticeError.name, isFinal });
    expect(JSON.stringify(portal.events)).not.toContain("eyJ");
  });

  it.each([
    ["is suspended", { suspendedAt: START }],
    ["wants none any more", { backchannelLogoutUri: null }],
    ["is gone", { clientId: "another" }],
  ])("is not sent to a client that %s", async (_case, changes) => {
    await notifyClient(notice, makePortal(changes as Partial<typeof client>).context);
    expect(sent).toEqual([]);
  });
});
