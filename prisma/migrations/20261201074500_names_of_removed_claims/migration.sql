-- Scopes that were made for claims which are removed: the last of the tokens that could name them expires within a day.
UPDATE "scopes" SET "free_at" = now() + interval '1 day'
WHERE "resource_id" IS NULL AND "retired_at" IS NOT NULL AND "free_at" IS NULL
  AND NOT EXISTS (SELECT FROM "claim_definitions" c WHERE c."scope_name" = "scopes"."name");
