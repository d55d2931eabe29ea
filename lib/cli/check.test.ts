import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { examineConfiguration } from "./check";
import { isWrong } from "./doctor-checks";

const folder = mkdtempSync(path.join(os.tmpdir(), "portico-check-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};

const secret = "a secret for tests, 32 characters and more";
const RIGHT = {
  PORTICO_ISSUER: "https://id.example.org",
  DATABASE_URL: "postgresql://portico@db.example.org/portico",
  PORTICO_SECRET: secret,
  SMTP_URL: "smtp://mail.example.org",
};

const faultsOf = async (changes: Record<string, string>) =>
  (await examineConfiguration({ ...RIGHT, ...changes })).filter(isWrong).map(({ sentence }) => sentence);

describe("the check of a configuration", () => {
  it("finds nothing wrong with a right one, and reaches for neither its database nor its mail server", async () => {
    expect(await faultsOf({})).toEqual([]);
  });

  it("says a sentence for each fault, also where several are wrong at once", async () => {
    const changes = {
      PORTICO_RATE_LIMITS: "perhaps",
      PORT: "0",
      DATABASE_URL: "mysql://db.example.org",
      PORTICO_SECRET: "",
      PORTICO_SECRET_FILE: path.join(folder, "missing"),
      PORTICO_RATE_LIMIT: "on",
    };
    expect(await faultsOf(changes)).toEqual([
      expect.stringContaining("PORTICO_SECRET_FILE names"),
      expect.stringContaining("PORT must be a port number"),
      expect.stringContaining("DATABASE_URL must be a URL"),
      "PORTICO_RATE_LIMITS must be on or off.",
      expect.stringContaining("Did you mean PORTICO_RATE_LIMITS?"),
    ]);
  });

  it.each([
    ["a missing secret", { PORTICO_SECRET: "" }, "PORTICO_SECRET must be set"],
    ["a short secret in a file", { PORTICO_SECRET: "", PORTICO_SECRET_FILE: put("short", "short") }, "32 characters"],
    ["an unknown name", { PORTICO_ISUER: "https://id.example.org" }, "Did you mean PORTICO_ISSUER?"],
    ["a plain address", { PORTICO_ISSUER: "http://id.example.org" }, "must start with https://"],
    [
      "a certificate that is not there",
      { DATABASE_URL: `${RIGHT.DATABASE_URL}?sslmode=verify-full&sslrootcert=${path.join(folder, "no.pem")}` },
      "sslrootcert in DATABASE_URL names",
    ],
    [
      "authorities that are not there",
      { NODE_EXTRA_CA_CERTS: path.join(folder, "no.pem") },
      "NODE_EXTRA_CA_CERTS names",
    ],
    ["a data folder that is a file", { DATABASE_URL: "", PORTICO_DATA_DIR: put("file", "") }, "is not a directory"],
  ])("finds %s", async (_, changes, sentence) => {
    const faults = await faultsOf(changes);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(sentence);
  });

  it("makes no data folder and no secret", async () => {
    const dataDir = path.join(folder, "data");
    await faultsOf({ DATABASE_URL: "", PORTICO_SECRET: "", PORTICO_DATA_DIR: dataDir });
    expect(existsSync(dataDir)).toBe(false);
  });

  it("shows no secret", async () => {
    const findings = await examineConfiguration({ ...RIGHT, DATABASE_URL: "postgresql://portico:hunter2@db:port/x" });
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|a secret for tests/);
  });
});
