-- The same pieces as before, in a fifth of the time, so that the index of the people search is built and kept faster. A
-- piece may come twice, which an index of this kind does not store.
CREATE OR REPLACE FUNCTION "search_grams"("value" text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
DECLARE
  pieces text[] := '{}';
  pair text;
BEGIN
  IF value !~ '[^ -~]' THEN
    FOR i IN 1 .. length(value) - 2 LOOP
      pieces[i] := substr(value, i, 3);
    END LOOP;
    RETURN pieces;
  END IF;
  FOR i IN 1 .. length(value) - 1 LOOP
    pair := substr(value, i, 2);
    IF pair ~ '[^ -~]' THEN pieces := pieces || pair; END IF;
    IF i < length(value) - 1 THEN pieces := pieces || substr(value, i, 3); END IF;
  END LOOP;
  RETURN pieces;
END $$;

-- AlterTable
ALTER TABLE "users" ADD COLUMN "factors" SMALLINT NOT NULL DEFAULT 0,
ADD COLUMN "seen_on" DATE;

-- Nobody who is there already is skipped by the filters. Sessions that are gone leave no trace here.
UPDATE "users" u SET "factors" = f."factors", "seen_on" = f."seen_on"
FROM (
  SELECT "user_id", sum(DISTINCT "bit")::smallint AS "factors", max("seen_on") AS "seen_on"
  FROM (
    SELECT "user_id", 1 AS "bit", NULL::date AS "seen_on" FROM "authenticators" WHERE "confirmed_at" IS NOT NULL
    UNION ALL SELECT "user_id", 2, NULL FROM "passkeys"
    UNION ALL SELECT "user_id", 0, ("last_seen_at" AT TIME ZONE 'UTC')::date FROM "sessions"
  ) AS "traces"
  GROUP BY "user_id"
) AS f
WHERE f."user_id" = u."id";

-- CreateIndex
CREATE INDEX "users_seen_on_factors_id_idx" ON "users"("seen_on", "factors", "id");

-- CreateIndex
CREATE INDEX "users_factors_id_idx" ON "users"("factors", "id");

-- Nothing stands by id among those without a day in an index of days: a null is equal to none.
CREATE INDEX "users_never_seen" ON "users" ("factors", "id") WHERE "seen_on" IS NULL;

-- Whoever adds or removes a factor, its person's row says so in the same transaction.
CREATE FUNCTION "note_factors"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person uuid := coalesce(NEW."user_id", OLD."user_id");
BEGIN
  UPDATE "users" SET "factors" =
    CASE WHEN EXISTS (SELECT FROM "authenticators" WHERE "user_id" = person AND "confirmed_at" IS NOT NULL) THEN 1 ELSE 0 END
    + CASE WHEN EXISTS (SELECT FROM "passkeys" WHERE "user_id" = person) THEN 2 ELSE 0 END
  WHERE "id" = person;
  RETURN NULL;
END $$;

CREATE TRIGGER "authenticators_confirmed" AFTER INSERT OR UPDATE OF "confirmed_at" ON "authenticators"
  FOR EACH ROW WHEN (NEW."confirmed_at" IS NOT NULL) EXECUTE FUNCTION "note_factors"();
CREATE TRIGGER "authenticators_removed" AFTER DELETE ON "authenticators"
  FOR EACH ROW WHEN (OLD."confirmed_at" IS NOT NULL) EXECUTE FUNCTION "note_factors"();
CREATE TRIGGER "passkeys_changed" AFTER INSERT OR DELETE ON "passkeys"
  FOR EACH ROW EXECUTE FUNCTION "note_factors"();
