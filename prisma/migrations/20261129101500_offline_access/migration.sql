-- AlterTable
ALTER TABLE "grants" ADD COLUMN     "offline_access" BOOLEAN NOT NULL DEFAULT false;

-- Whoever asked for it by name, or has a refresh token, had the person's yes to it.
UPDATE "grants" g SET "offline_access" = true
WHERE g."revoked_at" IS NULL AND (
  'offline_access' = ANY(g."scopes") OR EXISTS (SELECT FROM "refresh_tokens" r WHERE r."grant_id" = g."id")
);
