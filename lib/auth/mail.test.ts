import { afterEach, describe, expect, it, vi } from "vitest";
import { isOutboxOpenTo } from "./mail";

const settings = { issuer: "http://localhost:3000", smtpUrl: undefined as string | undefined };
vi.mock("@/lib/env", () => ({ getEnv: () => settings }));

const from = (address: string) => new Headers({ "x-forwarded-for": address });

describe("the outbox, whose mails hold codes", () => {
  afterEach(() => Object.assign(settings, { issuer: "http://localhost:3000", smtpUrl: undefined }));

  it.each(["127.0.0.1", "::1", "::ffff:127.0.0.1"])("is open to this machine (%s)", (address) => {
    expect(isOutboxOpenTo(from(address))).toBe(true);
  });

  it.each(["192.168.1.7", "203.0.113.9", "127.0.0.1, 192.168.1.7", ""])("is closed to others (%s)", (address) => {
    expect(isOutboxOpenTo(from(address))).toBe(false);
  });

  it("is closed where the portal serves other machines", () => {
    settings.issuer = "https://id.example.org";
    expect(isOutboxOpenTo(from("127.0.0.1"))).toBe(false);
  });

  it("is closed where mails are sent", () => {
    settings.smtpUrl = "smtp://localhost";
    expect(isOutboxOpenTo(from("127.0.0.1"))).toBe(false);
  });
});
