import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/driver/database";
import { claimJobs } from "@/lib/db/portal/jobs";
import { saveSetting } from "@/lib/db/portal/settings";
import { useTestDatabase } from "@/lib/db/testing/test-database";
import { resetEnv } from "@/lib/env";
import { resetMasterKey } from "@/lib/keys/secret";
import { deliverMail } from "./deliver-mail";
import { type OutgoingMail, putMail, SEND_MAIL_KIND } from "./mail";

useTestDatabase();

interface Received {
  from: string;
  to: string[];
  source: string;
}
const received: Received[] = [];
let refusal: number | null = null;

/** A real mail server, which keeps what it takes. */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onRcptTo: (_address, _session, done) => {
    done(
      refusal === null
        ? null
        : Object.assign(new Error("no such mailbox: secret@example.org"), { responseCode: refusal }),
    );
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      const source = Buffer.concat(chunks).toString("utf8");
      received.push({ from: mailFrom ? mailFrom.address : "", to: rcptTo.map(({ address }) => address), source });
      done();
    });
  },
});

let smtpUrl = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  smtpUrl = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  resetMasterKey("a secret for tests, of 32 characters or more");
});
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
beforeEach(async () => {
  resetEnv({ SMTP_URL: smtpUrl, PORTICO_ISSUER: "https://id.example.org" });
  received.length = 0;
  refusal = null;
  const db = await getDb();
  await db.job.deleteMany();
  await db.auditEvent.deleteMany();
});

const mail: OutgoingMail = {
  to: "user@bücher.example",
  subject: "1234 5678 is your code – 코드",
  text: "Your code is 1234 5678\n\nOr open this page: https://id.example.org/reset/confirm?token=abc\n\n<b>Not bold</b>.\n",
  language: "ko",
  what: "a code",
};

/** What waits, as the worker takes it. */
async function takeJobs() {
  const claim = { kinds: [SEND_MAIL_KIND], limit: 10, leaseSeconds: 1, perHost: 10, perOwner: 10 };
  return claimJobs({ ...claim, now: new Date(Date.now() + 5) });
}

async function deliverAll(isLastTry = false, now = new Date()): Promise<void> {
  for (const { payload } of await takeJobs()) await deliverMail(payload.sealed, isLastTry, now);
}

const headersOf = (source: string) => source.slice(0, source.indexOf("\r\n\r\n"));

/** The parts of a mail, without their encoding. */
function partsOf(source: string): string[] {
  return source
    .split(/\r\n--[^\r\n]+/)
    .slice(1, -1)
    .map((part) => {
      const body = part.slice(part.indexOf("\r\n\r\n") + 4);
      if (/transfer-encoding: base64/i.test(part)) return Buffer.from(body, "base64").toString("utf8");
      if (!/transfer-encoding: quoted-printable/i.test(part)) return body;
      const bytes = body
        .replace(/=\r\n/g, "")
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    });
}

describe("a mail", () => {
  it("comes from whom the operator says", async () => {
    resetEnv({
      SMTP_URL: smtpUrl,
      PORTICO_ISSUER: "https://id.example.org",
      PORTICO_MAIL_FROM: "Acme ID <id@example.org>",
    });
    await putMail(mail);
    await deliverAll();
    expect(received[0]?.from).toBe("id@example.org");
    expect(headersOf(received[0]?.source ?? "")).toMatch(/^From: Acme ID <id@example\.org>$/m);
  });

  it("waits sealed for a job, and arrives as text and as a page in its language", async () => {
    await putMail(mail);
    expect(received).toEqual([]);
    const db = await getDb();
    const [row] = await db.job.findMany();
    expect(JSON.stringify(row?.payload)).not.toMatch(/1234|user@|token/);
    await deliverAll();
    const [one] = received;
    expect(one).toMatchObject({ from: "no-reply@id.example.org", to: ["user@bücher.example"] });
    expect(headersOf(one?.source ?? "")).toMatch(/^Auto-Submitted: auto-generated$/m);
    const [text, page] = partsOf(one?.source ?? "");
    expect(text?.replaceAll("\r\n", "\n").trim()).toBe(mail.text.trim());
    expect(page).toContain('<html lang="ko">');
    expect(page).toContain('<span class="code">1234 5678</span>');
    expect(page).toContain('<a href="https://id.example.org/reset/confirm?token=abc">');
    expect(page).toContain("&lt;b&gt;Not bold&lt;/b&gt;");
    expect(page).not.toMatch(/<(?:img|script|link|iframe)/);
  });

  it.each(["\r\nBcc: thief@evil.example", "\nBcc: thief@evil.example\n\nhello", "\u2028Bcc: thief@evil.example"])(
    "takes no header from what somebody typed: %j",
    async (typed) => {
      await saveSetting("portal_name", `Portal${typed}`);
      await putMail({ ...mail, to: "user@example.org", subject: `Hello${typed}` });
      await deliverAll();
      const [one] = received;
      expect(one?.to).toEqual(["user@example.org"]);
      expect(headersOf(one?.source ?? "")).not.toMatch(/^Bcc:/im);
      await saveSetting("portal_name", "Portico");
    },
  );

  it.each([
    "user@example.org\r\nRCPT TO:<thief@evil.example>",
    "user@example.org, thief@evil.example",
    "a@b.example>\r\nDATA",
  ])("goes to one address only: %j", async (to) => {
    await putMail({ ...mail, to });
    await deliverAll().catch(() => undefined);
    expect(received.flatMap((each) => each.to)).not.toContain("thief@evil.example");
  });

  it("for nobody waits as well, and goes nowhere", async () => {
    await putMail({ ...mail, to: null });
    expect(await (await getDb()).job.count()).toBe(1);
    await deliverAll();
    expect(received).toEqual([]);
  });

  it("is not sent once what it holds is over", async () => {
    await putMail({ ...mail, lifetime: 600 });
    await deliverAll(false, new Date(Date.now() + 601_000));
    expect(received).toEqual([]);
  });

  it.each([
    [450, false, false],
    [450, true, true],
    [550, false, true],
  ])(
    "that the server answers with %d is filed without its words and its person",
    async (status, isLastTry, isGivenUp) => {
      refusal = status;
      await putMail(mail);
      await expect(deliverAll(isLastTry)).rejects.toMatchObject({ name: "MailError", status, isFinal: status >= 500 });
      const [event] = await (await getDb()).auditEvent.findMany({ where: { type: "mail.refused" } });
      expect(event).toMatchObject({
        outcome: "failed",
        data: { what: "a code", domain: "xn--bcher-kva.example", status, isGivenUp },
      });
      expect(JSON.stringify(event)).not.toMatch(/1234|user@|secret@/);
    },
  );

  it("is tried again while no server can be reached", async () => {
    resetEnv({ SMTP_URL: "smtp://127.0.0.1:1", PORTICO_ISSUER: "https://id.example.org" });
    await putMail(mail);
    await expect(deliverAll()).rejects.toMatchObject({ status: null, isFinal: false });
  });
});
