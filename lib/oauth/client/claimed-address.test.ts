import { describe, expect, it } from "vitest";
import { isClaimedAddress } from "./claimed-address";

describe("an address that nobody else can answer at (RFC 8252 §7.2)", () => {
  it.each([
    ["https://app.example.org/callback", true],
    ["https://app.example.org:8443/callback?x=1", true],
    ["https://localhost.example.org/callback", true],
    ["http://app.example.org/callback", false],
    ["http://127.0.0.1/callback", false],
    ["http://127.0.0.1:8976/callback", false],
    ["http://127.9.8.7/callback", false],
    ["http://[::1]:8976/callback", false],
    ["http://[::ffff:127.0.0.1]/callback", false],
    ["https://[::ffff:127.1.2.3]/callback", false],
    ["https://[::127.0.0.1]/callback", false],
    ["https://127.1/callback", false],
    ["https://2130706433/callback", false],
    ["https://0.0.0.0/callback", false],
    ["https://0/callback", false],
    ["https://[::]/callback", false],
    ["https://[::ffff:0.0.0.0]/callback", false],
    ["http://localhost:8976/callback", false],
    ["https://localhost/callback", false],
    ["https://LOCALHOST./callback", false],
    ["https://app.localhost/callback", false],
    ["https://127.0.0.1/callback", false],
    ["com.example.app:/callback", false],
    ["cursor://callback", false],
    ["not an address", false],
  ])("%s: %s", (uri, expected) => {
    expect(isClaimedAddress(uri)).toBe(expected);
  });
});
