import { expect, it } from "vitest";
import { DatabaseAwayError } from "../db/driver/outage";
import { get, TestPortal } from "../oauth/testing/test-context";
import { answerDocument } from "../oauth/wire/document";
import { rememberDocument } from "./remembered-document";

const document = { issuer: "https://portal.example" };

/** An endpoint whose database is there until `fail` says otherwise. */
function start() {
  const { context } = new TestPortal();
  let failure: Error | null = null;
  const handle = rememberDocument(async (request) => {
    if (failure) throw failure;
    return answerDocument(request, document);
  });
  return {
    ask: (headers: Record<string, string> = {}) => handle(new Request(get("/oauth/jwks"), { headers }), context),
    fail: (error: Error) => {
      failure = error;
    },
  };
}

it("answers a document from memory while the database is away, also to who has it already", async () => {
  const { ask, fail } = start();
  const first = await ask();
  const tag = first.headers.get("etag") ?? "";
  fail(new DatabaseAwayError());
  const later = await ask();
  expect([later.status, await later.json()]).toEqual([200, document]);
  expect(later.headers.get("etag")).toBe(tag);
  // RFC 9110 §15.4.5
  expect((await ask({ "if-none-match": tag })).status).toBe(304);
});

it("has nothing to answer before it was asked, and hides no other failure", async () => {
  const { ask, fail } = start();
  fail(new DatabaseAwayError());
  await expect(ask()).rejects.toThrow(DatabaseAwayError);
  const other = start();
  await other.ask();
  other.fail(new TypeError("a defect"));
  await expect(other.ask()).rejects.toThrow("a defect");
});
