import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createMailTransport, isTlsRequired } from "./mail-transport";

/** A mail server without STARTTLS that keeps what it is told. */
const told: string[] = [];
let server: Server;
let address = "";
beforeAll(async () => {
  server = createServer((socket) => {
    socket.write("220 mail.example\r\n");
    let isData = false;
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").slice(0, -1)) {
        told.push(line);
        if (isData) {
          if (line === ".") isData = false;
          if (line === ".") socket.write("250 taken\r\n");
        } else if (line.startsWith("EHLO")) socket.write("250-mail.example\r\n250 AUTH PLAIN\r\n");
        else if (line === "DATA") {
          isData = true;
          socket.write("354 go on\r\n");
        } else if (line.startsWith("AUTH")) socket.write("235 welcome\r\n");
        else if (line.startsWith("STARTTLS")) socket.write("502 not here\r\n");
        else socket.write("250 fine\r\n");
      }
    });
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const MAIL = { from: "no-reply@id.example", to: "user@example.org", subject: "Your code", text: "12345678" };

describe("mails travel encrypted (RFC 8314 §3)", () => {
  it.each([
    ["smtp://mail.example.org:587", "required", true],
    ["smtps://mail.example.org", "required", true],
    ["smtp://192.0.2.5", "required", true],
    ["smtp://localhost.example.org", "required", true],
    ["smtp://mail.example.org", "optional", false],
    ["smtp://localhost:25", "required", false],
    ["smtp://127.0.0.1:1025", "required", false],
    ["smtp://[::1]:1025", "required", false],
  ] as const)("%s, TLS %s: %s", (smtpUrl, smtpTls, isRequired) => {
    expect(isTlsRequired({ smtpUrl, smtpTls })).toBe(isRequired);
  });

  it.each(["", "?requireTLS=false", "?ignoreTLS=true", "?opportunisticTLS=true"])(
    "or not at all: a server without STARTTLS is told no password and no mail (%s)",
    async (query) => {
      told.length = 0;
      const transport = createMailTransport(`smtp://user:password@${address}/${query}`, true);
      await expect(transport.sendMail(MAIL)).rejects.toThrow();
      await expect(transport.verify()).rejects.toThrow();
      transport.close();
      expect(told.some((line) => line.startsWith("EHLO"))).toBe(true);
      expect(told.filter((line) => /^(AUTH|MAIL|RCPT|DATA)/.test(line))).toEqual([]);
    },
  );

  it("in clear only where that is allowed", async () => {
    told.length = 0;
    const transport = createMailTransport(`smtp://user:password@${address}`, false);
    await transport.sendMail(MAIL);
    transport.close();
    expect(told).toContain("12345678");
  });
});
