import { describe, expect, it } from "vitest";
import { readForeignHash } from "./read-hash";
import { nameScheme, readScheme } from "./scheme";

const salt = "c29tZXNhbHRzb21lc2FsdA";
const digest = "pk2NGNMXLSSOJyb+3a1DXWCoomFaWtNmcosjsChfRD0";
const bcrypt = "4j5ZchU0u4oFYW6EDB4hyeyPK6u4sMFr5axPHSCBTGS07g8dum3d6";

describe("a hash of another program", () => {
  it.each([
    [`$2b$14$${bcrypt}`, null],
    [`$2b$15$${bcrypt}`, "hash_costly"],
    [`$2b$31$${bcrypt}`, "hash_costly"],
    [`$2b$03$${bcrypt}`, "hash_unknown"],
    [`$2x$06$${bcrypt}`, "hash_unknown"],
    [`$pbkdf2-sha256$i=1000000,l=32$${salt}$${digest}`, null],
    [`$pbkdf2-sha256$i=999999999,l=32$${salt}$${digest}`, "hash_costly"],
    [`$pbkdf2-sha256$i=0,l=32$${salt}$${digest}`, "hash_unknown"],
    [`$scrypt$ln=16,r=8,p=1$${salt}$${digest}`, null],
    [`$scrypt$ln=30,r=8,p=1$${salt}$${digest}`, "hash_costly"],
    [`$scrypt$ln=14,r=8,p=9999$${salt}$${digest}`, "hash_costly"],
    [`$scrypt$ln=1000,r=8,p=1$${salt}$${digest}`, "hash_unknown"],
    [`$argon2id$v=19$m=65536,t=3,p=4$${salt}$${digest}`, null],
    [`$argon2id$v=19$m=4194304,t=1,p=4$${salt}$${digest}`, "hash_costly"],
    [`$argon2id$v=19$m=65536,t=9999,p=4$${salt}$${digest}`, "hash_costly"],
    [`$argon2id$v=19$m=8,t=1,p=4$${salt}$${digest}`, "hash_unknown"],
    [`$argon2id$v=16$m=65536,t=3,p=4$${salt}$${digest}`, "hash_unknown"],
    [`$argon2id$v=19$m=65536,t=3,p=4$${salt}$c2hvcnQ`, "hash_unknown"],
    [`$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$${digest}`, null],
    [`$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbA$${digest}`, "hash_unknown"],
    ["four quiet grey herons", "hash_unknown"],
    ["", "hash_unknown"],
    ["$", "hash_unknown"],
    [`$pbkdf2-sha256$i=1000,l=32$${"A".repeat(5_000)}$${digest}`, "hash_unknown"],
    ["{SSHA}!!!!", "hash_unknown"],
    ["{SSHA}c2hvcnQ=", "hash_unknown"],
    ["AQAAAAEAACcQAAAAEA==", "hash_unknown"],
  ])("%s: %s", (written, problem) => {
    const reading = readForeignHash(written);
    expect("problem" in reading ? reading.problem : null).toBe(problem);
  });

  it("of ASP.NET Identity is read by its own header, whose lengths may be wrong", () => {
    const header = Buffer.alloc(13);
    header[0] = 1;
    header.writeUInt32BE(2, 1);
    header.writeUInt32BE(100_000, 5);
    header.writeUInt32BE(16, 9);
    const whole = Buffer.concat([header, Buffer.alloc(16, 7), Buffer.alloc(32, 9)]).toString("base64");
    const scheme = { kind: "pbkdf2", digest: "sha512", iterations: 100_000, length: 32 };
    expect(readForeignHash(whole)).toMatchObject({ hash: { scheme, salt: Buffer.alloc(16, 7) } });
    header.writeUInt32BE(0xffff_ffff, 9);
    expect(readForeignHash(Buffer.concat([header, Buffer.alloc(48)]).toString("base64"))).toEqual({
      problem: "hash_unknown",
    });
  });

  it("has a scheme whose name says all of it, without a colon", () => {
    for (const written of [
      `$2b$14$${bcrypt}`,
      `bcrypt_sha256$$2b$14$${bcrypt}`,
      `$pbkdf2-sha256$i=1000,l=32$${salt}$${digest}`,
      `$scrypt$ln=14,r=8,p=1$${salt}$${digest}`,
      `$argon2id$v=19$m=65536,t=3,p=4$${salt}$${digest}`,
      "md5$salt1$53f7fadf615dc49092f51a1097c925ad",
    ]) {
      const reading = readForeignHash(written);
      if ("problem" in reading) throw new Error(written);
      const name = nameScheme(reading.hash.scheme);
      expect(name).not.toContain(":");
      expect(readScheme(name)).toEqual(reading.hash.scheme);
    }
    expect(readScheme("yescrypt,n=1")).toBeNull();
  });
});
