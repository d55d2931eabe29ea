import { describe, expect, it } from "vitest";
import { findRedirectHost, isForeignHost } from "./redirect-host";

describe("where an address leads", () => {
  it.each([
    ["https://app.example.org/callback", "app.example.org"],
    ["https://App.Example.org:443/other?x=1", "app.example.org"],
    ["https://app.example.org:8443/callback", "app.example.org:8443"],
    ["http://127.0.0.1:5173/callback", "localhost"],
    ["http://[::1]/callback", "localhost"],
    ["http://localhost:3000/callback", "localhost"],
    ["com.example.app:/callback", "com.example.app:"],
    ["not an address", null],
  ])("%s: %s", (uri, host) => {
    expect(findRedirectHost(uri)).toBe(host);
  });

  const registered = ["https://app.example.org/callback", "http://127.0.0.1/callback"];
  it.each([
    ["https://app.example.org/calback", false],
    ["http://localhost:9000/callback", false],
    ["https://app.example.org.evil.example/callback", true],
    ["https://app.example.org:8443/callback", true],
    ["https://evil.example/?https://app.example.org/callback", true],
    ["https://app.example.org@evil.example/callback", true],
    ["com.example.app:/callback", true],
    ["not an address", true],
  ])("%s is foreign to the app: %s", (uri, expected) => {
    expect(isForeignHost(uri, registered)).toBe(expected);
  });

  it("every host is foreign to an app that has none", () => {
    expect(isForeignHost("https://app.example.org/callback", [])).toBe(true);
  });
});
