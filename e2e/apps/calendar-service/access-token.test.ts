import { afterEach, describe, expect, it, vi } from "vitest";
import { createTokenSource } from "./access-token";

const options = {
  issuer: "https://id.example",
  clientId: "pt_cl_service",
  clientSecret: "pt_cs_a:b",
  scope: "calendar:read",
  resource: "https://calendar.example",
};

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A portal whose tokens are good for a minute. */
function answerTokens() {
  const requests: { url: string; authorization: string; body: string }[] = [];
  vi.stubGlobal("fetch", async (url: string, init: { headers: { authorization: string }; body: URLSearchParams }) => {
    requests.push({ url, authorization: init.headers.authorization, body: init.body.toString() });
    return Response.json({ access_token: `token ${requests.length}`, expires_in: 60 });
  });
  return requests;
}

describe("the tokens of a service", () => {
  it("are asked for as RFC 6749 §4.4 and RFC 8707 say", async () => {
    const requests = answerTokens();
    await createTokenSource(options)();
    expect(requests).toEqual([
      {
        url: "https://id.example/oauth/token",
        authorization: `Basic ${btoa("pt_cl_service:pt_cs_a%3Ab")}`,
        body: "grant_type=client_credentials&scope=calendar%3Aread&resource=https%3A%2F%2Fcalendar.example",
      },
    ]);
  });

  it("serve until shortly before they expire, and callers at the same time share one", async () => {
    answerTokens();
    let now = 0;
    const getToken = createTokenSource(options, () => now);
    expect(await Promise.all([getToken(), getToken()])).toEqual(["token 1", "token 1"]);
    now = 29_999;
    expect(await getToken()).toBe("token 1");
    now = 30_000;
    expect(await getToken()).toBe("token 2");
  });

  it("are asked for again after a refusal", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ error: "invalid_client" }, { status: 401 }));
    const getToken = createTokenSource(options);
    await expect(getToken()).rejects.toThrow("401");
    answerTokens();
    expect(await getToken()).toBe("token 1");
  });
});
