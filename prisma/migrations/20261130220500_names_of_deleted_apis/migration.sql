-- AlterTable
ALTER TABLE "scopes" ADD COLUMN "free_at" TIMESTAMPTZ(3);

-- Scopes of APIs that were deleted before: the last of their tokens expires within a day. Those made for claims look like
-- claims, and keep their names.
UPDATE "scopes" SET "free_at" = now() + interval '1 day'
WHERE "resource_id" IS NULL AND "retired_at" IS NOT NULL AND NOT ("risk" = 'identity' AND "icon" = 'id-card')
  AND NOT EXISTS (SELECT FROM "claim_definitions" c WHERE c."scope_name" = "scopes"."name");
