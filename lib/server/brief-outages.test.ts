import { expect, it } from "vitest";
import { printOutagesBriefly } from "./brief-outages.mjs";

class Outage extends Error {}

function printer() {
  const lines: string[] = [];
  let time = 0;
  const print = printOutagesBriefly(
    (...said) => void lines.push(said.map(String).join(" ")),
    (error) => error instanceof Outage,
    () => time,
  );
  return { lines, print, wait: (milliseconds: number) => (time += milliseconds) };
}

it("prints one line a second and cause for all requests that fail while the database is away", () => {
  const { lines, print, wait } = printer();
  for (let request = 0; request < 8; request += 1) print(new Outage("the server\nis silent"));
  expect(lines).toEqual(["A request could not be answered: is silent"]);
  wait(1_000);
  print(new Outage("the server\nis silent"));
  expect(lines[1]).toBe("A request could not be answered: is silent (7 more times since)");
});

it("tells causes apart, and who met them, and names the innermost", () => {
  const { lines, print } = printer();
  print(new Outage("query failed", { cause: new Error("connect ECONNREFUSED") }));
  print(new Outage("timeout"));
  print("The sweep failed:", new Outage("timeout"));
  expect(lines).toEqual([
    "A request could not be answered: connect ECONNREFUSED",
    "A request could not be answered: timeout",
    "The sweep failed: timeout",
  ]);
});

it("prints every other error as it is", () => {
  const { lines, print } = printer();
  print("Request 1 failed:", new Error("no row"));
  print("Request 1 failed:", new Error("no row"));
  expect(lines).toEqual(["Request 1 failed: Error: no row", "Request 1 failed: Error: no row"]);
});
