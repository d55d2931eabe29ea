import { describe, expect, it } from "vitest";
import {
  describeFindings,
  judgeCertificate,
  judgeChallenge,
  judgeChanges,
  judgeClock,
  judgeCookies,
  judgeCrowdedAddresses,
  judgeFailure,
  judgeHost,
  judgeIssuer,
  judgeMail,
  judgeMetadata,
  judgePlaces,
  judgeProxy,
} from "./doctor-checks";

const issuer = "https://id.example.org";
const now = new Date("2026-03-03T12:00:00.000Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe("the doctor finds", () => {
  it("an http issuer in production", () => {
    expect(judgeIssuer("http://id.example.org", true)).toMatchObject({ verdict: "wrong" });
    expect(judgeIssuer("http://localhost:3000", false)).toMatchObject({ verdict: "warning" });
    expect(judgeIssuer(issuer, true)).toMatchObject({ verdict: "ok" });
  });

  it("a wrong issuer, and an address where something else answers", () => {
    expect(judgeMetadata(issuer, 200, { issuer })).toMatchObject({ verdict: "ok" });
    const wrong = judgeMetadata(issuer, 200, { issuer: "http://localhost:3000" });
    expect(wrong.sentence).toContain("calls itself http://localhost:3000. Set PORTICO_ISSUER");
    for (const [status, body] of [
      [404, null],
      [200, "text"],
      [502, { issuer }],
    ] as const) {
      expect(judgeMetadata(issuer, status, body)).toMatchObject({ verdict: "wrong" });
    }
  });

  it.each([
    ["ECONNREFUSED", "Nothing answers"],
    ["ENOTFOUND", "no address"],
    ["CERT_HAS_EXPIRED", "expired"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "not for id.example.org"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "NODE_EXTRA_CA_CERTS"],
    ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", "full chain"],
    ["EPROTO", "cannot be reached: why"],
  ])("why nothing can be reached: %s", (code, words) => {
    expect(judgeFailure(issuer, code, "why")).toMatchObject({
      verdict: "wrong",
      sentence: expect.stringContaining(words),
    });
  });

  it("a certificate that ends soon", () => {
    expect(judgeCertificate("id.example.org", later(-1), now)).toMatchObject({ verdict: "wrong" });
    expect(judgeCertificate("id.example.org", later(13 * 86_400), now)).toMatchObject({ verdict: "warning" });
    expect(judgeCertificate("id.example.org", later(15 * 86_400), now)).toMatchObject({ verdict: "ok" });
  });

  it("a database whose changes go unheard, as behind a pooler that works by transactions", () => {
    expect(judgeChanges(true)).toMatchObject({ verdict: "ok" });
    expect(judgeChanges(false)).toMatchObject({ verdict: "warning", sentence: expect.stringContaining("by sessions") });
  });

  it("an address that filled a limit, and when", () => {
    const rule = { name: "sign-in-address", max: 100, seconds: 900 };
    const [crowded] = judgeCrowdedAddresses([{ address: "172.17.0.1", rule, refused: 31, at: now }], false);
    expect(crowded).toMatchObject({ verdict: "warning", check: "limits" });
    expect(crowded?.sentence).toMatch(
      /^2026-03-03 12:00 UTC: 31 sign-ins were refused because one address, 172\.17\.0\.1,/,
    );
    expect(crowded?.sentence).toContain("set PORTICO_TRUST_PROXY=172.17.0.1");
  });

  it("a proxy that drops headers", () => {
    expect(judgeChallenge(null).sentence).toContain("WWW-Authenticate");
    expect(judgeChallenge('Bearer realm="x"').sentence).toContain("Authorization header does not reach");
    expect(judgeChallenge('Bearer realm="x", error="invalid_token"')).toMatchObject({ verdict: "ok" });
  });

  it("a proxy that rewrites Host and tells nobody", () => {
    const { host } = new URL(issuer);
    expect(judgeHost({ issuer, host })).toMatchObject({ verdict: "ok" });
    expect(judgeHost({ issuer, host: "127.0.0.1:3000" })).toMatchObject({
      verdict: "wrong",
      sentence: expect.stringMatching(/arrives as sent to 127\.0\.0\.1:3000\. Let the proxy pass Host on/),
    });
    expect(judgeHost({ issuer, host: null })).toMatchObject({ verdict: "wrong" });
  });

  it.each([
    [[], null, false, "ok"],
    [["x-forwarded-proto"], "https", true, "ok"],
    [["x-forwarded-proto"], "https", false, "warning"],
    [[], null, true, "wrong"],
    [["x-forwarded-proto"], "http", true, "wrong"],
  ] as const)(
    "whether the proxy (%j, %j) is believed (%j): %s",
    (proxyHeaders, forwardedProto, isPeerTrusted, verdict) => {
      const peer = "172.17.0.1";
      const seen = { host: null, proxyHeaders: [...proxyHeaders], forwardedProto, peer, isPeerTrusted, issuer };
      expect(judgeProxy(seen)).toMatchObject({ verdict });
    },
  );

  it.each([
    ["__Host-portico_browser=x; Path=/; SameSite=Lax; HttpOnly; Secure", issuer, "ok"],
    ["__Host-portico_browser=x; Path=/; SameSite=Lax; HttpOnly", issuer, "wrong"],
    ["__Host-portico_browser=x; Path=/id; Secure", issuer, "wrong"],
    ["__Host-portico_browser=x; Path=/; Secure; Domain=example.org", issuer, "wrong"],
    ["portico_browser=x; Path=/", issuer, "wrong"],
    ["portico_browser=x; Path=/", "http://localhost:3000", "ok"],
    ["portico_browser=x; Path=/; Secure", "http://id.example.org", "wrong"],
    ["other=x", issuer, "wrong"],
  ])("a cookie that the browser will drop: %s at %s is %s", (cookie, address, verdict) => {
    expect(judgeCookies(address, [cookie])).toMatchObject({ verdict });
  });

  it("clocks that disagree", () => {
    expect(judgeClock("the database", later(30), now)).toMatchObject({ verdict: "ok" });
    const wrong = judgeClock("the database", later(-31), now);
    expect(wrong).toMatchObject({ verdict: "wrong", sentence: expect.stringContaining("31 s off") });
    expect(judgeClock("the portal", null, now)).toMatchObject({ verdict: "warning" });
  });
});

it("ends its report with how much there is to fix", () => {
  const well = judgeChallenge('Bearer error="invalid_token"');
  expect(describeFindings([well])).toMatch(/^ok {7}proxy .+\nNothing is wrong\.$/);
  expect(describeFindings([well, judgeChallenge(null)])).toMatch(/\nwrong {4}proxy .+\n1 to fix\.$/);
});

it("says that no places are shown when their file cannot be read, which keeps nothing from working", () => {
  expect(judgePlaces("/srv/cities.mmdb", null)).toMatchObject({ verdict: "ok" });
  const { verdict, sentence } = judgePlaces("/srv/cities.mmdb", "ENOENT: no such file");
  expect(verdict).toBe("warning");
  expect(sentence).toMatch(/\/srv\/cities\.mmdb cannot be read \(ENOENT: no such file\).*PORTICO_GEO_DATABASE/);
});

describe("mail (RFC 8314 §3)", () => {
  const judge = (smtpUrl: string, smtpTls: "required" | "optional", problem: string | null) =>
    judgeMail({ smtpUrl, smtpTls }, problem).map(({ verdict, sentence }) => [verdict, sentence] as const);

  it.each(["smtp://mail.example.org:587", "smtps://mail.example.org"])("%s that accepts mail is fine", (url) => {
    expect(judge(url, "required", null)).toEqual([["ok", `${new URL(url).host} accepts mail.`]]);
  });

  it("says that STARTTLS is needed where that may be why, and nowhere else", () => {
    const [[verdict, sentence] = []] = judge(
      "smtp://mail.example.org:587",
      "required",
      "Error upgrading with STARTTLS",
    );
    expect(verdict).toBe("wrong");
    expect(sentence).toContain("PORTICO_SMTP_TLS");
    for (const url of ["smtp://localhost:25", "smtps://mail.example.org"]) {
      expect(judge(url, "required", "refused")[0]?.[1]).not.toContain("PORTICO_SMTP_TLS");
    }
  });

  it("warns of codes that may travel in clear", () => {
    expect(judge("smtp://mail.example.org", "optional", null).map(([verdict]) => verdict)).toEqual(["ok", "warning"]);
    expect(judge("smtps://mail.example.org", "optional", null).map(([verdict]) => verdict)).toEqual(["ok"]);
    expect(judge("smtp://localhost:25", "optional", null).map(([verdict]) => verdict)).toEqual(["ok"]);
  });
});
