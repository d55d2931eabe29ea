import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hashSecret } from "../secrets";
import { ISSUER, post, TestPortal } from "../testing/test-context";
import { handleLeakReport } from "./handle-report";
import { PARTNER_KEYS_URL } from "./partner-signatures";

const SECRET = `pt_cs_${"a".repeat(43)}`;
const UNKNOWN = `pt_cs_${"b".repeat(43)}`;

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });

function makePortal() {
  const portal = new TestPortal();
  portal.leakedSecrets.set(hashSecret(SECRET), "pt_cl_web");
  const key = publicKey.export({ type: "spki", format: "pem" });
  portal.published.set(PARTNER_KEYS_URL, JSON.stringify({ public_keys: [{ key_identifier: "k", key }] }));
  return portal;
}

const reportForm = (portal: TestPortal, token: string) =>
  handleLeakReport(post("/oauth/leaks", { token }), portal.context);

function reportJson(portal: TestPortal, matches: unknown, headers: Record<string, string> = {}) {
  const request = new Request(`${ISSUER}/oauth/leaks`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(matches),
  });
  return handleLeakReport(request, portal.context);
}

/** The headers with which GitHub sends these matches. */
const signed = (matches: unknown) => ({
  "github-public-key-identifier": "k",
  "github-public-key-signature": sign("sha256", Buffer.from(JSON.stringify(matches)), privateKey).toString("base64"),
});

describe("a form with what somebody found", () => {
  it("ends a real secret, records it and tells its owner once", async () => {
    const portal = makePortal();
    await reportForm(portal, `config: { secret: "${SECRET}" }`);
    await reportForm(portal, SECRET);
    expect(portal.events).toEqual([
      expect.objectContaining({ type: "credential.leaked", outcome: "failed", clientId: "pt_cl_web" }),
    ]);
    expect(portal.toldLeaks).toEqual([expect.objectContaining({ kind: "client_secret", clientId: "pt_cl_web" })]);
    expect(JSON.stringify(portal.events)).not.toContain(SECRET);
  });

  it("gets the same answer whether it was real or not", async () => {
    const portal = makePortal();
    for (const token of [SECRET, UNKNOWN, "nothing at all"]) {
      const response = await reportForm(portal, token);
      expect([response.status, response.headers.get("location"), await response.text()]).toEqual([
        303,
        `${ISSUER}/docs/leaks?sent=1#report`,
        "",
      ]);
    }
  });

  it("is limited, and names 20 credentials at most", async () => {
    const portal = makePortal();
    const many = Array.from({ length: 21 }, (_, index) => `pt_cs_${String(index).padStart(43, "x")}`).join(" ");
    await expect(reportForm(portal, many)).rejects.toMatchObject({ detail: { cause: "list_too_long" } });
    portal.limits.set("leak_report", 60);
    await expect(reportForm(portal, SECRET)).rejects.toMatchObject({ status: 429, detail: { retryAfter: 60 } });
    expect(portal.toldLeaks).toEqual([]);
  });
});

describe("a report in GitHub's format", () => {
  const matches = [
    { token: SECRET, type: "portico_client_secret", url: "https://code.example.org/1", source: "content" },
    { token: UNKNOWN, type: "portico_client_secret", url: "", source: "content" },
  ];

  it("that GitHub signed is answered by what was real, without repeating a secret", async () => {
    const portal = makePortal();
    const answer = await (await reportJson(portal, matches, signed(matches))).json();
    const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");
    expect(answer).toEqual([
      { token_hash: hashOf(SECRET), token_type: "portico_client_secret", label: "true_positive" },
      { token_hash: hashOf(UNKNOWN), token_type: "portico_client_secret", label: "false_positive" },
    ]);
    expect(portal.counted).toEqual([]);
    expect(portal.events[0]).toMatchObject({ data: { url: "https://code.example.org/1", source: "content" } });
  });

  it("that nobody signed, or somebody else, ends secrets too and is told nothing", async () => {
    for (const headers of [
      {},
      signed("another body"),
      { ...signed(matches), "github-public-key-identifier": "other" },
    ]) {
      const portal = makePortal();
      expect(await (await reportJson(portal, matches, headers)).json()).toEqual({});
      expect(portal.toldLeaks.length).toBe(1);
      expect(JSON.stringify(portal.events)).not.toContain("code.example.org");
      expect(portal.counted).toEqual(["leak_report"]);
    }
  });

  it("asks for the keys once in an hour, and for unknown ones once in a minute", async () => {
    const portal = makePortal();
    const unknown = { ...signed(matches), "github-public-key-identifier": "other" };
    await reportJson(portal, matches, signed(matches));
    await reportJson(portal, matches, unknown);
    expect(portal.fetched.length).toBe(1);
    portal.moveTo(60);
    await reportJson(portal, matches, unknown);
    await reportJson(portal, matches, signed(matches));
    expect(portal.fetched.length).toBe(2);
    portal.moveTo(60 + 3600);
    portal.published.set(PARTNER_KEYS_URL, new Error("away"));
    expect(await (await reportJson(portal, matches, signed(matches))).json()).toHaveLength(2);
  });

  it("that cannot be read is refused", async () => {
    for (const body of [{}, [{}], [{ token: 1 }], "text"]) {
      await expect(reportJson(makePortal(), body)).rejects.toMatchObject({ detail: { cause: "body_malformed" } });
    }
  });
});
