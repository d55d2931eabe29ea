import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { EnvError, parseEnv } from "./env";
import { SECRET_VARIABLES } from "./secret-files";

const folder = mkdtempSync(path.join(tmpdir(), "portico-secrets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

const secret = "a secret of 32 characters or more";
const values = {
  DATABASE_URL: "postgresql://a:b@localhost/c",
  PORTICO_SECRET: secret,
  PORTICO_SECRET_PREVIOUS: "another secret of 32 characters or more",
  SMTP_URL: "smtp://a:b@localhost",
};

describe("a secret in a file", () => {
  it.each(SECRET_VARIABLES)("counts as %s itself, and its last newline is not part of it", (name) => {
    for (const ending of ["", "\n", "\r\n"]) {
      const file = put(name, values[name] + ending);
      expect(
        parseEnv({
          PORTICO_SECRET: secret,
          ...(name === "PORTICO_SECRET" && { PORTICO_SECRET: "" }),
          [`${name}_FILE`]: file,
        }),
      ).toEqual(parseEnv({ PORTICO_SECRET: secret, [name]: values[name] }));
    }
  });

  it("keeps every other space that it holds", () => {
    expect(parseEnv({ PORTICO_SECRET_FILE: put("spaces", ` ${secret} \n\n`) }).secret).toBe(` ${secret} \n`);
  });

  it.each([
    ["is missing", path.join(folder, "nothing"), /^SMTP_URL_FILE names .+nothing, which does not exist\.$/],
    ["is a folder", folder, /^SMTP_URL_FILE names .+, which is a folder\.$/],
    ["is empty", put("empty", "\n"), /^SMTP_URL_FILE names .+empty, which is empty\.$/],
  ])("is named when it %s", (_, SMTP_URL_FILE, sentence) => {
    expect(() => parseEnv({ SMTP_URL_FILE })).toThrow(EnvError);
    expect(() => parseEnv({ SMTP_URL_FILE })).toThrow(sentence);
  });

  it("is refused beside the variable, because nobody could tell which one counts", () => {
    const both = { PORTICO_SECRET: secret, PORTICO_SECRET_FILE: put("both", secret) };
    expect(() => parseEnv(both)).toThrow("PORTICO_SECRET_FILE and PORTICO_SECRET are both set: set only one of them.");
  });

  it("is judged like the variable, and not shown", () => {
    const PORTICO_SECRET_FILE = put("short", "too short\n");
    expect(() => parseEnv({ PORTICO_SECRET_FILE })).toThrow("PORTICO_SECRET must have at least 32 characters.");
    expect(() => parseEnv({ PORTICO_SECRET_FILE })).not.toThrow("too short");
  });
});
