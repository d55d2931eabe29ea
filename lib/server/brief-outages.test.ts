import { expect, it } from "vitest";
import { writeOutagesBriefly } from "./brief-outages.mjs";

class Outage extends Error {}

function writer() {
  const lines: string[] = [];
  let time = 0;
  const write = writeOutagesBriefly(
    (_level, message, { error }) => void lines.push(error === undefined ? message : `${message}: ${error}`),
    (error) => error instanceof Outage,
    () => time,
  );
  const tell = (message: string, error?: unknown) => write("error", message, error === undefined ? {} : { error });
  return { lines, tell, wait: (milliseconds: number) => (time += milliseconds) };
}

it("writes one line a second and cause for all requests that fail while the database is away", () => {
  const { lines, tell, wait } = writer();
  const fail = () => tell("A request could not be answered", new Outage("the server\nis silent"));
  for (let request = 0; request < 8; request += 1) fail();
  expect(lines).toEqual(["A request could not be answered: is silent"]);
  wait(1_000);
  fail();
  expect(lines[1]).toBe("A request could not be answered: is silent (7 more times since)");
});

it("tells causes apart, and who met them, and names the innermost", () => {
  const { lines, tell } = writer();
  tell("A request could not be answered", new Outage("query failed", { cause: new Error("connect ECONNREFUSED") }));
  tell("A request could not be answered", new Outage("timeout"));
  tell("The sweep failed", new Outage("timeout"));
  expect(lines).toEqual([
    "A request could not be answered: connect ECONNREFUSED",
    "A request could not be answered: timeout",
    "The sweep failed: timeout",
  ]);
});

it("writes every other line as it is", () => {
  const { lines, tell } = writer();
  for (let time = 0; time < 2; time += 1) tell("Request 1 failed", new Error("no row"));
  tell("Ready again.");
  expect(lines).toEqual(["Request 1 failed: Error: no row", "Request 1 failed: Error: no row", "Ready again."]);
});
