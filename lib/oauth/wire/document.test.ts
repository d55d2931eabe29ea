import { expect, it } from "vitest";
import { answerDocument } from "./document";

const request = (known?: string) =>
  new Request("https://id.example/oauth/jwks", known === undefined ? {} : { headers: { "if-none-match": known } });

it("gives a document a tag of its content (RFC 9110 §8.8.3)", async () => {
  const first = answerDocument(request(), { a: 1 });
  expect(await first.json()).toEqual({ a: 1 });
  expect(first.headers.get("cache-control")).toBe("public, max-age=300");
  expect(first.headers.get("etag")).toMatch(/^"[\w-]{43}"$/);
  expect(answerDocument(request(), { a: 1 }).headers.get("etag")).toBe(first.headers.get("etag"));
  expect(answerDocument(request(), { a: 2 }).headers.get("etag")).not.toBe(first.headers.get("etag"));
});

it("answers 304 without a body to whoever has it (RFC 9110 §13.1.2, §15.4.5)", async () => {
  const tag = answerDocument(request(), { a: 1 }).headers.get("etag") ?? "";
  for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
    const answer = answerDocument(request(known), { a: 1 });
    expect([answer.status, answer.headers.get("etag"), await answer.text()]).toEqual([304, tag, ""]);
  }
  expect(answerDocument(request('"other"'), { a: 1 }).status).toBe(200);
});
