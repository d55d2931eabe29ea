import { afterEach, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { isOutboxOpenTo } from "./mail";

const from = (address: string, host = "localhost:3000") => new Headers({ "x-forwarded-for": address, host });

describe("the outbox, whose mails hold codes", () => {
  afterEach(() => resetEnv());

  it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1"])("is open to this machine (%s)", (address) => {
    expect(isOutboxOpenTo(from(address))).toBe(true);
  });

  it.each(["192.168.1.7", "203.0.113.9", "127.0.0.1, 192.168.1.7", ""])("is closed to others (%s)", (address) => {
    expect(isOutboxOpenTo(from(address))).toBe(false);
  });

  it.each(["evil.example:3000", "evil.example", "localhost.evil.example", ""])(
    "is closed to a site that made its name lead to this machine (Host: %s)",
    (host) => {
      expect(isOutboxOpenTo(from("127.0.0.1", host))).toBe(false);
    },
  );

  it.each(["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "portal.localhost"])("is open as %s", (host) => {
    expect(isOutboxOpenTo(from("127.0.0.1", host))).toBe(true);
  });

  it("is closed where the portal serves other machines", () => {
    resetEnv({ PORTICO_ISSUER: "https://id.example.org" });
    expect(isOutboxOpenTo(from("127.0.0.1"))).toBe(false);
  });

  it("is closed where mails are sent", () => {
    resetEnv({ SMTP_URL: "smtp://localhost" });
    expect(isOutboxOpenTo(from("127.0.0.1"))).toBe(false);
  });
});
