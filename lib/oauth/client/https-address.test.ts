import { expect, it } from "vitest";
import { holdsCredentials, isHttpsAddress } from "./https-address";

it.each([
  "https://user:password@app.example.org/",
  "https://user@app.example.org/",
  "https://@app.example.org/",
  "https://:@app.example.org/",
  "https:user@app.example.org",
  "https:/\\user@app.example.org",
  "HTTPS://USER@app.example.org",
  " https://user@app.example.org",
  "ht\ttps://us\ner@app.example.org",
  "https://bank.example@evil.example/",
])("credentials are seen in %j (RFC 3986 §3.2.1)", (address) => {
  expect(holdsCredentials(address)).toBe(true);
  expect(isHttpsAddress(address)).toBe(false);
});

it.each(["https://app.example.org/@user", "https://app.example.org?to=a@b.example", "https://app.example.org/#a@b"])(
  "a sign further on is none: %s",
  (address) => {
    expect(holdsCredentials(address)).toBe(false);
    expect(isHttpsAddress(address)).toBe(true);
  },
);

it.each(["http://app.example.org/", "javascript:alert(1)", "app.example.org", "https://", ""])(
  "%j is no https address",
  (address) => expect(isHttpsAddress(address)).toBe(false),
);
