import { expect, it } from "vitest";
import { MASK, maskUri, withoutMasked } from "./masked-uri";

const REGISTERED = ["https://app.example/cb", "https://app.example/cb?tenant=acme", "com.example.app:/cb"];

it.each([
  ["https://app.example/cb/", "https://app.example/cb/"],
  ["https://app.example/cb?code=abc&state=xyz", `https://app.example/cb?code=${MASK}&state=${MASK}`],
  ["https://app.example/cb#access_token=abc", `https://app.example/cb#access_token=${MASK}`],
  ["https://app.example/cb?email=a@example.org", `https://app.example/cb?email=${MASK}`],
  [
    "https://app.example/cb?tenant=other&id_token_hint=e.y.J",
    `https://app.example/cb?tenant=other&id_token_hint=${MASK}`,
  ],
  ["https://app.example/cb?abc", `https://app.example/cb?${MASK}`],
  ["https://app.example/cb?tenant", "https://app.example/cb?tenant"],
  [
    "https://app.example/cb?x=1?code=abc#id_token=e.y.J",
    `https://app.example/cb?x=${MASK}?code=${MASK}#id_token=${MASK}`,
  ],
  ["https://app.example/cb&code=abc;state=xyz", `https://app.example/cb&code=${MASK};state=${MASK}`],
  ["https%3A%2F%2Fapp.example%2Fcb%3Fcode%3Dabc%26a=b", `https%3A%2F%2Fapp.example%2Fcb%3Fcode%3D${MASK}%26a=${MASK}`],
  ["https://somebody:password@app.example/cb", `https://${MASK}@app.example/cb`],
  ["com.example.app:/cb?code=abc==", `com.example.app:/cb?code=${MASK}`],
  ["https://app.example/cb?", "https://app.example/cb?"],
])("%s is kept as %s", (uri, kept) => {
  expect(maskUri(uri, REGISTERED)).toBe(kept);
});

it("hides the parameters of an answer even if a registered address has them", () => {
  expect(maskUri("https://app.example/cb?code=abc", ["https://app.example/cb?code=1"])).toBe(
    `https://app.example/cb?code=${MASK}`,
  );
});

it("gives the address without what is hidden, to be added to the list", () => {
  expect(withoutMasked(`https://app.example/cb?code=${MASK}&tenant=other#x=${MASK}`)).toBe(
    "https://app.example/cb?tenant=other",
  );
  expect(withoutMasked(`https://app.example/cb?code=${MASK}&state=${MASK}`)).toBe("https://app.example/cb");
  expect(withoutMasked(`https://${MASK}@app.example/cb`)).toBe("https://app.example/cb");
  expect(withoutMasked("https://app.example/cb&a=b?c=d?e")).toBe("https://app.example/cb&a=b?c=d?e");
});
