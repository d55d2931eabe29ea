import { describe, expect, it } from "vitest";
import { readMigrations } from "../driver/migrations-folder";
import { findBreakingStatements, readContractStep } from "./breaking-statements";

/** The last migration from before the rule. */
const RULE_SINCE = "20261130150300_renamed_by_older_versions";

describe("migrations expand first and contract later, so that a version runs beside the next", () => {
  it("says which version it needs, if it takes from older ones what they use", async () => {
    const migrations = await readMigrations();
    const undeclared = migrations
      .filter(({ name, script }) => name > RULE_SINCE && readContractStep(script) === null)
      .flatMap(({ name, script }) => findBreakingStatements(script).map((statement) => `${name}: ${statement}`));
    expect(undeclared).toEqual([]);
  });

  it("says so under its own name, and names a migration that there is", async () => {
    const migrations = await readMigrations();
    for (const [place, { name, script }] of migrations.entries()) {
      const step = readContractStep(script);
      if (step === null) continue;
      expect(step.migration, name).toBe(name);
      expect(
        migrations.slice(0, place + 1).map((each) => each.name),
        name,
      ).toContain(step.needs);
    }
  });

  it("looks at migrations that would have had to say so", async () => {
    const migrations = await readMigrations();
    const breaking = migrations.filter(({ script }) => findBreakingStatements(script).length > 0);
    expect(breaking.map(({ name }) => name)).toContain("20261130012000_support_role");
  });
});

describe("a statement that the version before survives", () => {
  it.each([
    'CREATE TABLE "a" ("id" UUID NOT NULL); ALTER TABLE "a" ADD CONSTRAINT "c" UNIQUE ("id"); ALTER TABLE "a" DROP COLUMN "x"',
    'ALTER TABLE "a" ADD COLUMN     "b" TEXT, ADD COLUMN "c" BOOLEAN NOT NULL DEFAULT false',
    'ALTER TABLE "a" ADD COLUMN "b" TEXT; CREATE UNIQUE INDEX "i" ON "a"("b")',
    'ALTER TABLE "a" ADD COLUMN "b" UUID; ALTER TABLE "a" ADD CONSTRAINT "c" FOREIGN KEY ("b") REFERENCES "d"("id") ON DELETE CASCADE',
    'CREATE INDEX "i" ON "a"("b")',
    'ALTER TABLE "a" ALTER COLUMN "b" SET DEFAULT 1',
    `UPDATE "a" SET "b" = 'DROP TABLE a; --'; -- DROP TABLE "a"`,
    'CREATE FUNCTION "f"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM "a"; RETURN NULL; END $$',
    'CREATE TRIGGER "t" AFTER INSERT ON "a" FOR EACH ROW EXECUTE FUNCTION "f"()',
    "/* no more; than this */ CREATE TYPE \"a\" AS ENUM ('b')",
    '-- Compatible: nobody reads it since an index of its own answers.\nDROP INDEX "i"',
  ])("%s", (script) => {
    expect(findBreakingStatements(script)).toEqual([]);
  });
});

describe("a statement that it may not survive", () => {
  it.each([
    ['ALTER TABLE "a" ADD COLUMN "b" TEXT NOT NULL', 'ALTER TABLE "a" ADD COLUMN "b" TEXT NOT NULL'],
    ['ALTER TABLE "a" ADD COLUMN "b" TEXT, DROP COLUMN "c"', 'ALTER TABLE "a" DROP COLUMN "c"'],
    [
      'ALTER TABLE "a" ADD COLUMN "b" INT NOT NULL DEFAULT 0 UNIQUE',
      'ALTER TABLE "a" ADD COLUMN "b" INT NOT NULL DEFAULT 0 UNIQUE',
    ],
    ['ALTER TABLE "a" RENAME COLUMN "b" TO "c"', 'ALTER TABLE "a" RENAME COLUMN "b" TO "c"'],
    ['ALTER TABLE "a" RENAME TO "b"', 'ALTER TABLE "a" RENAME TO "b"'],
    ['ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE BIGINT', 'ALTER TABLE "a" ALTER COLUMN "b" SET DATA TYPE BIGINT'],
    ['ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL', 'ALTER TABLE "a" ALTER COLUMN "b" SET NOT NULL'],
    // An older program would read a null where there was none.
    ['ALTER TABLE "a" ALTER COLUMN "b" DROP NOT NULL', 'ALTER TABLE "a" ALTER COLUMN "b" DROP NOT NULL'],
    ['ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT', 'ALTER TABLE "a" ALTER COLUMN "b" DROP DEFAULT'],
    ['ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0)', 'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK ("b" > 0)'],
    [
      'ALTER TABLE "a" ADD COLUMN "b" BOOLEAN NOT NULL DEFAULT false; ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (NOT ("b" AND "d"))',
      'ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (NOT ("b" AND "d"))',
    ],
    ['CREATE UNIQUE INDEX "i" ON "a"("b")', 'CREATE UNIQUE INDEX "i" ON "a"("b")'],
    ['DROP TABLE "a"', 'DROP TABLE "a"'],
    ['drop index "i"', 'drop index "i"'],
    ['DELETE FROM "a"', 'DELETE FROM "a"'],
    ["DO $$ BEGIN NULL; END $$", "DO ''"],
    ['-- Compatible:\nTRUNCATE "a"', 'TRUNCATE "a"'],
    ['-- Compatible: only the next one.\nCREATE INDEX "i" ON "a"("b"); DROP TABLE "a"', 'DROP TABLE "a"'],
  ])("%s", (script, statement) => {
    expect(findBreakingStatements(script)).toEqual([statement]);
  });
});
