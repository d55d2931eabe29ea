import { describe, expect, it } from "vitest";
import { parseDatabaseUrl } from "./database-url";

const parse = (rest: string) => parseDatabaseUrl(`postgresql://${rest}`);

describe("a DATABASE_URL is read as libpq reads it (PostgreSQL, 32.1.1)", () => {
  it("with everything in its place", () => {
    expect(parse("portico:p%40ss%2Fword@db.example.org:5433/portal?sslmode=verify-full")).toMatchObject({
      hosts: [{ host: "db.example.org", port: 5433 }],
      user: "portico",
      password: "p@ss/word",
      database: "portal",
      tlsMode: "verify-full",
      isWriterWanted: false,
    });
  });

  it("with nothing but a database, or not even that", () => {
    expect(parse("/portal")).toMatchObject({ hosts: [{ host: "", port: 5432 }], database: "portal" });
    expect(parse("").database).toBeUndefined();
    expect(parseDatabaseUrl("postgres://localhost").hosts).toEqual([{ host: "localhost", port: 5432 }]);
  });

  it("with signs in the password that need no other form", () => {
    expect(parse("u:p#w:x@localhost/d").password).toBe("p#w:x");
    expect(parse("u:p@ss@localhost/d")).toMatchObject({ password: "p@ss", hosts: [{ host: "localhost", port: 5432 }] });
  });

  it("with several hosts, of which only one that takes writes counts", () => {
    const { hosts, isWriterWanted } = parse("one:5433,[::1]:5434,three/d");
    expect(hosts).toEqual([
      { host: "one", port: 5433 },
      { host: "::1", port: 5434 },
      { host: "three", port: 5432 },
    ]);
    expect(isWriterWanted).toBe(true);
    expect(parse("one,two/d?target_session_attrs=any").isWriterWanted).toBe(false);
    expect(parse("one/d?target_session_attrs=read-write").isWriterWanted).toBe(true);
  });

  it("with a socket, and hosts and ports as parameters", () => {
    expect(parse("/portal?host=/var/run/postgresql").hosts).toEqual([{ host: "/var/run/postgresql", port: 5432 }]);
    expect(parse("%2Fvar%2Frun%2Fpostgresql/portal").hosts).toEqual([{ host: "/var/run/postgresql", port: 5432 }]);
    expect(parse("/d?host=a,b&port=1,2").hosts).toEqual([
      { host: "a", port: 1 },
      { host: "b", port: 2 },
    ]);
  });

  it("with the schema that it has anyway, and with what the portal decides itself", () => {
    expect(parse("localhost/d?schema=public&connect_timeout=10&application_name=x").database).toBe("d");
  });

  it("with the authorities of the system, which vouch for names only", () => {
    expect(parse("localhost/d?sslrootcert=system").tlsMode).toBe("verify-full");
  });
});

describe("is refused with one sentence, and without any part of a password:", () => {
  it.each([
    ["another kind of database", "mysql://localhost/d", "DATABASE_URL must be a URL such as"],
    ["no URL", "localhost", "DATABASE_URL must be a URL such as"],
    ["a slash in a password", "postgresql://u:wo/rd@localhost/d", "written as %40 %2F %3F"],
    ["a question mark in a password", "postgresql://u:wo?rd@localhost/d", "written as %40 %2F %3F"],
    ["a colon that begins no port", "postgresql://wo:rd/d", "no number from 1 to 65535"],
    ["a port of nobody", "postgresql://localhost:65536/d", "no number from 1 to 65535"],
    ["a half-written code", "postgresql://u:wo%rd@localhost/d", "%25"],
    ["too many ports", "postgresql:///d?host=a&port=1,2", "a port for each host, or one"],
    ["a host without a name", "postgresql://a,/d", "a host without a name"],
    ["a schema of its own", "postgresql://localhost/d?schema=portal", "a schema other than public"],
    ["an unknown sslmode", "postgresql://localhost/d?sslmode=allow", "sslmode in DATABASE_URL must be disable, prefer"],
    ["authorities of everybody", "postgresql://localhost/d?sslmode=verify-ca", "needs sslrootcert=FILE"],
    ["a standby", "postgresql://a,b/d?target_session_attrs=standby", "read-write, primary or any"],
    [
      "a misspelt parameter",
      "postgresql://localhost/d?sslmod=verify-full",
      "a parameter that the portal does not know",
    ],
    ["a pool of the URL", "postgresql://localhost/d?connection_limit=5", "a parameter that the portal does not know"],
  ])("%s", (_, url, sentence) => {
    expect(() => parseDatabaseUrl(url)).toThrow(sentence);
    expect(() => parseDatabaseUrl(url)).not.toThrow(/wo\b|\brd\b/);
  });
});
