import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { changeLog, log, nameRequests, startLog, stopLog } from "./log.mjs";
import { REDACTED_NAMES, redact } from "./redact.mjs";

let written: string[] = [];
const output = { write: (text: string) => written.push(text) };
const lines = () => written.map((line) => JSON.parse(line));

beforeEach(() => {
  written = [];
  startLog({ format: "json", level: "info" }, output);
});
afterEach(stopLog);

describe("a line of the log", () => {
  it("is JSON with time, level, instance and the id of the request", () => {
    log.warn("The proxy is not trusted.", { requestId: "r-1", address: "192.0.2.1", waitSeconds: 3 });
    expect(lines()).toEqual([
      {
        level: "warn",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        instance: expect.any(String),
        pid: process.pid,
        request_id: "r-1",
        address: "192.0.2.1",
        wait_seconds: 3,
        message: "The proxy is not trusted.",
      },
    ]);
    expect(written[0]).toMatch(/\n$/);
  });

  it("holds an error with its stack and its causes", () => {
    log.error("A job failed", { error: new TypeError("no row", { cause: new Error("the server is silent") }) });
    const [{ error }] = lines();
    expect(error).toMatchObject({ type: "TypeError", message: "no row" });
    expect(error.stack).toMatch(/log\.test\.ts[\s\S]*the server is silent/);
  });

  it("names the request under way, where that can be found", () => {
    nameRequests(() => "r-2");
    log.info("A page was drawn.");
    expect(lines()[0].request_id).toBe("r-2");
  });

  it("is left out below the level", () => {
    startLog({ format: "json", level: "warn" }, output);
    log.info("A request was answered.");
    log.warn("A request was refused.");
    expect(lines().map(({ message }) => message)).toEqual(["A request was refused."]);
  });

  it("is text at a terminal, with the stack below it", () => {
    startLog({ format: null, level: "info" }, { ...output, isTTY: true });
    log.info("Portico is running.", { requestId: "r-3" });
    log.error("A job failed", { error: new Error("no row") });
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d Portico is running\. request_id="r-3"\n$/);
    expect(written[1]).toMatch(/^\d\d:\d\d:\d\d error: A job failed\nError: no row\n {4}at /);
  });

  it("stands for what others print through console", () => {
    console.error("Next failed:", new Error("no page"));
    console.log("%d pages", 3);
    console.error(new Error("alone"));
    expect(lines()).toMatchObject([
      { level: "error", message: "Next failed:", error: { message: "no page" } },
      { level: "info", message: "3 pages" },
      { level: "error", message: "alone", error: { message: "alone" } },
    ]);
  });

  it("can be changed or held back by whoever knows more", () => {
    changeLog((write) => (level, message, details) => {
      if (message !== "again") write(level, `${message}!`, details);
    });
    log.error("again");
    log.error("once");
    expect(lines().map(({ message }) => message)).toEqual(["once!"]);
  });
});

describe("a secret", () => {
  it.each(REDACTED_NAMES)("is not written where it is called %s, in an object, a form or an address", (name) => {
    log.info("A request arrived", {
      [name]: "s3cr3t-value",
      body: { [name]: "s3cr3t-value", a: { [name]: "s3cr3t-value" } },
    });
    log.info(`POST /oauth/token?a=b&${name}=s3cr3t-value&c=d failed`);
    log.error("It failed", { error: new Error(`bad form: ${name}=s3cr3t-value`) });
    expect(written).toHaveLength(3);
    expect(written.join("")).not.toContain("s3cr3t-value");
    expect(written[1]).toContain("a=b&");
    expect(written[1]).toContain("&c=d failed");
  });

  it.each([
    "authorization: Basic czNjcjN0LXZhbHVlOnMzY3IzdC12YWx1ZQ==",
    "{ authorization: 'Bearer s3cr3t-value-of-an-app' }",
    "Cookie: portico_session=s3cr3t-value-of-a-person; a=b",
    '{"password":"s3cr3t-value-of-a-person"}',
    "{ client_secret: 's3cr3t-value-of-an-app' }",
    "postgresql://portico:s3cr3t-value@db.example.org/portico",
    "the token pt_at_s3cr3t-value-of-an-app is unknown",
    "the code pt_ac_s3cr3t-value-of-an-app is unknown",
  ])("is taken out of a sentence: %s", (sentence) => {
    expect(redact(sentence)).toContain("[redacted]");
    expect(redact(sentence)).not.toMatch(/s3cr3t|czNj/);
  });

  it.each([
    "The database at 127.0.0.1:5432 does not answer: connect ECONNREFUSED.",
    "{ code: 'ECONNREFUSED', errno: -111 }",
    "Request 0f0e (POST token) failed: no row",
    "client pt_cl_0123456789abcdef is suspended",
    "Sign-in refused: wrong password",
  ])("is not seen where there is none: %s", (sentence) => {
    expect(redact(sentence)).toBe(sentence);
  });

  it("is shown to the operator where they need it, once", () => {
    const link = "Make the first administrator (once): http://localhost:3000/setup?token=s3cr3t-value";
    log.info(link, { isForOperator: true });
    expect(lines()[0].message).toBe(link);
  });
});

it("an address that somebody made to be slow is read in one pass", () => {
  const made = `/${"a+".repeat(200_000)}`;
  expect(redact(made)).toBe(made);
});

it("before it is started, a line is a sentence at the terminal, and not part of a command's answer", () => {
  stopLog();
  const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const error = new Error("no row");
  log.info("Ready.");
  log.error("A job failed", { error });
  expect(errors.mock.calls).toEqual([["Ready."], ["A job failed:", error]]);
  errors.mockRestore();
});
