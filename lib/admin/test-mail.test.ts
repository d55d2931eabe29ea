import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";
import { rateLimitRules } from "../auth/rate-limit";
import { makePerson } from "../clients/testing/people";
import { listEvents } from "../db/audit/list-events";
import { getDb } from "../db/driver/database";
import { useTestDatabase } from "../db/testing/test-database";
import { resetEnv } from "../env";
import { wordsFor } from "../i18n/words";
import { resetMasterKey } from "../keys/secret";
import { sendTestMail } from "./test-mail";

useTestDatabase();

const words = wordsFor("en");
const received: string[] = [];

/** A real mail server with one user. */
const server = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  onAuth: ({ username, password }, _session, done) => {
    if (password === "right secret") return done(null, { user: username });
    done(Object.assign(new Error(`you sent ${password}`), { responseCode: 535 }));
  },
  onRcptTo: ({ address }, _session, done) => {
    done(address.startsWith("nobody") ? Object.assign(new Error("no such mailbox"), { responseCode: 550 }) : null);
  },
  onData: (stream, session, done) => {
    stream.resume();
    stream.on("end", () => {
      received.push(...session.envelope.rcptTo.map(({ address }) => address));
      done(null, "queued as 42");
    });
  },
});

/** A server that takes connections and says nothing. */
const silent: Server = createServer((socket) => sockets.push(socket));
const sockets: Socket[] = [];
const portOf = (of: { address: () => AddressInfo | string | null }) => (of.address() as AddressInfo).port;

let administrator: Actor & { userId: string };
beforeAll(async () => {
  resetMasterKey("a secret for tests, of 32 characters or more");
  administrator = await makePerson("admin@example.org", true);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await new Promise<void>((resolve) => server.close(resolve));
  await new Promise((resolve) => silent.close(resolve));
});
const use = (port: number, credentials = "portal:right%20secret@") =>
  resetEnv({ SMTP_URL: `smtp://${credentials}127.0.0.1:${port}` });
beforeEach(async () => {
  use(portOf(server.server));
  received.length = 0;
  await (await getDb()).rateLimit.deleteMany();
  await (await getDb()).auditEvent.deleteMany();
});

describe("a test mail", () => {
  it("arrives at once, and the server's answer is told", async () => {
    const result = await sendTestMail(administrator, " Admin@Example.org", words);
    expect(result).toEqual({
      kind: "sent",
      to: "admin@example.org",
      answer: expect.stringMatching(/^250 .*queued as 42/),
    });
    expect(received).toEqual(["admin@example.org"]);
    const [event] = await listEvents({ types: ["mail.tested"], limit: 5 });
    expect(event).toMatchObject({ userId: administrator.userId, data: { domain: "example.org", status: 250 } });
  });

  it("that is refused says why in words, with the server's answer", async () => {
    expect(await sendTestMail(administrator, "nobody@example.org", words)).toEqual({
      kind: "failed",
      why: "address",
      answer: expect.stringMatching(/^550 .*no such mailbox/),
    });
  });

  it("never tells the password, not even if the server repeats it", async () => {
    use(portOf(server.server), "portal:wrong%20secret@");
    const result = await sendTestMail(administrator, "admin@example.org", words);
    expect(result).toMatchObject({ kind: "failed", why: "credentials", answer: "535 you sent …" });
    expect(JSON.stringify([result, await listEvents({ limit: 9 })])).not.toContain("wrong secret");
  });

  it("never tells the password in the form that it is sent in either", async () => {
    const repeating = createServer((socket) => {
      socket.write("220 ready\r\n");
      socket.on("data", (sent) => {
        const line = sent.toString().trim();
        socket.write(line.startsWith("EHLO") ? "250-here\r\n250 AUTH PLAIN\r\n" : `535 not accepted: ${line}\r\n`);
      });
    });
    await new Promise<void>((resolve) => repeating.listen(0, "127.0.0.1", resolve));
    use(portOf(repeating), "portal:wrong%20secret@");
    const result = await sendTestMail(administrator, "admin@example.org", words);
    await new Promise((resolve) => repeating.close(resolve));
    expect(result).toMatchObject({ kind: "failed", why: "credentials", answer: "535 not accepted: AUTH PLAIN …" });
  });

  it("says that no server can be reached, or that it stays silent, within its time", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const port = portOf(closed);
    await new Promise((resolve) => closed.close(resolve));
    use(port);
    const unreachable = await sendTestMail(administrator, "admin@example.org", words);
    expect(unreachable).toEqual({ kind: "failed", why: "unreachable", answer: null });
    use(portOf(silent));
    const late = await sendTestMail(administrator, "admin@example.org", words, 50);
    expect(late).toEqual({ kind: "failed", why: "silent", answer: null });
  });

  it("is not tried without a server, or with half an address", async () => {
    expect(await sendTestMail(administrator, "admin@example", words)).toEqual({ kind: "badAddress" });
    expect(await sendTestMail(administrator, "a@example.org\r\nBcc: b@example.org", words)).toEqual({
      kind: "badAddress",
    });
    resetEnv();
    expect(await sendTestMail(administrator, "admin@example.org", words)).toEqual({ kind: "noServer" });
  });

  it("is sent a few times in some minutes only, and by administrators only", async () => {
    const { max } = rateLimitRules.testMail;
    for (let sent = 0; sent < max; sent += 1) {
      expect(await sendTestMail(administrator, "admin@example.org", words)).toMatchObject({ kind: "sent" });
    }
    expect(await sendTestMail(administrator, "admin@example.org", words)).toMatchObject({ kind: "limited" });
    expect(received).toHaveLength(max);
    const person = await makePerson("person@example.org");
    expect(await sendTestMail({ ...person, isAdmin: true }, "a@example.org", words)).toEqual({ kind: "forbidden" });
  });
});
