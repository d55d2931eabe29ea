import { afterEach, expect, it } from "vitest";
import { resetEnv } from "../env";
import { hideSecrets } from "./hide-secrets";

afterEach(() => resetEnv());

it.each([
  ["a password", "postgres://portal:hunter-2@db.example.org/portal", "hunter-2"],
  ["a password as it is written", "postgres://portal:a%20b%2Fc@db.example.org/portal", "a%20b%2Fc"],
  ["a password as it is meant", "postgres://portal:a%20b%2Fc@db.example.org/portal", "a b/c"],
  ["a password among the parameters", "postgres://db.example.org/portal?user=portal&password=hunter%202", "hunter 2"],
  ["such a password as it is written", "postgres://db.example.org/portal?password=hunter%202", "hunter%202"],
  ["a password beside several servers", "postgres://portal:hunter-2@db1,db2:5433/portal", "hunter-2"],
  ["the password of a key", "postgres://db.example.org/portal?sslkey=/key&sslpassword=hunter-3", "hunter-3"],
])("hides %s in a text that a server sent", (_what, databaseUrl, secret) => {
  resetEnv({ DATABASE_URL: databaseUrl, PORTICO_SECRET: "a secret for tests, of 32 characters or more" });
  expect(hideSecrets(`no such role: "${secret}" at db.example.org`)).toBe('no such role: "…" at db.example.org');
});

it("hides the portal's secret, and what the mail server was sent (RFC 4616 §2)", () => {
  const secret = "a secret for tests, of 32 characters or more";
  resetEnv({ PORTICO_SECRET: secret, SMTP_URL: "smtp://portal:hunter-2@mail.example.org" });
  const plain = Buffer.from("\0portal\0hunter-2").toString("base64");
  expect(hideSecrets(`${secret} ${plain} 535 no`)).toBe("… … 535 no");
});
