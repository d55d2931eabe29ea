import { expect, it } from "vitest";
import { DatabaseAwayError, isDatabaseAway } from "./outage";

const withCode = (code: string, message = "it failed") => Object.assign(new Error(message), { code });

it.each([
  ["a connection that is refused", withCode("ECONNREFUSED")],
  ["a host that has no address for now", withCode("EAI_AGAIN")],
  ["a server that shuts down", withCode("57P01", "terminating connection due to administrator command")],
  ["a server that takes no connections yet", withCode("57P03")],
  ["a server without room for one more", withCode("53300")],
  ["a full disk", withCode("53100")],
  ["a standby that was not promoted yet", withCode("25006")],
  ["a connection that broke", new Error("Connection terminated unexpectedly")],
  ["no answer in time", new Error("Query read timeout")],
  ["no free connection in time", new Error("timeout exceeded when trying to connect")],
  ["the watch, which knows", new DatabaseAwayError()],
  ["Prisma, which did not reach it", withCode("P1001")],
  [
    "Prisma, with the driver's error inside",
    { code: "P2010", meta: { driverAdapterError: { cause: { kind: "DatabaseNotReachable" } } } },
  ],
  [
    "an error of another module's class, wrapped twice",
    new Error("a", { cause: new Error("b", { cause: withCode("ECONNRESET") }) }),
  ],
])("knows %s", (_what, error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

it.each([
  ["a row that exists already", withCode("23505")],
  ["a mistake in a statement", withCode("42601")],
  ["a lost race for a lock", withCode("40P01")],
  ["Prisma's unique violation", withCode("P2002")],
  [
    "an app's own server that refuses a connection",
    new Error("a", {
      cause: Object.assign(new Error("keys.example.org could not be reached.", { cause: withCode("ECONNREFUSED") }), {
        name: "SafeFetchError",
      }),
    }),
  ],
  [
    "a mail server that is away",
    Object.assign(new Error("The mail could not be sent.", { cause: withCode("ETIMEDOUT") }), { name: "MailError" }),
  ],
  ["a defect", new TypeError("x is not a function")],
  ["nothing at all", undefined],
])("does not take %s for it", (_what, error) => {
  expect(isDatabaseAway(error)).toBe(false);
});

it("looks no deeper than an error is wrapped, also in itself", () => {
  const error: Error & { cause?: unknown } = new Error("round and round");
  error.cause = error;
  expect(isDatabaseAway(error)).toBe(false);
});
