import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "../env";
import { clearCookie, getCookieName, readCookies, serializeCookie } from "./cookies";

afterAll(() => resetEnv());

describe("a cookie's name", () => {
  it.each([
    ["https://id.example.org", "__Host-portico_session"],
    ["https://id.example.org:8443", "__Host-portico_session"],
    ["http://localhost", "portico_session"],
    ["http://localhost:3000", "portico_session_3000"],
    ["http://[::1]:3000", "portico_session_3000"],
  ])("at %s is %s: portals on two ports of one machine keep apart (RFC 6265bis §8.5)", (issuer, name) => {
    resetEnv({ PORTICO_ISSUER: issuer });
    expect(getCookieName("session")).toBe(name);
    expect(serializeCookie("session", "a")).toMatch(new RegExp(`^${name}=a;`));
    expect(clearCookie("session")).toContain(`${name}=;`);
  });
});

describe("cookies of one name (RFC 6265bis §5.8.3)", () => {
  beforeAll(() => resetEnv({ PORTICO_ISSUER: "http://localhost:3000" }));
  const read = (cookie: string) => readCookies(new Headers({ cookie }), "session");

  it("are all read, in the order in which they came", () => {
    expect(read("portico_session_3000=old; a=b;portico_session_3000=new")).toEqual(["old", "new"]);
  });

  it("do not include those of a neighbour, empty ones, or names that only begin alike", () => {
    expect(read("portico_session=a; portico_session_3001=b; portico_session_3000=; portico_session_3000x=c")).toEqual(
      [],
    );
  });

  it("are eight at most, so that a long header makes no work", () => {
    expect(read("portico_session_3000=a; ".repeat(300))).toHaveLength(8);
  });
});
