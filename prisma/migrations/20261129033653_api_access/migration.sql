-- An API says which apps may ask for it, how its JWT access tokens are signed, and what its identifier is compared by.
-- APIs that are registered already go on with ES256, which their servers expect; new ones begin with RS256 (RFC 9068 §2.1).

-- AlterTable
ALTER TABLE "resources" ADD COLUMN     "client_policy" TEXT NOT NULL DEFAULT 'scopes',
ADD COLUMN     "listed_clients" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "normal_identifier" TEXT,
ADD COLUMN     "signing_alg" TEXT NOT NULL DEFAULT 'ES256',
ADD COLUMN     "token_typ" TEXT NOT NULL DEFAULT 'at+jwt';

ALTER TABLE "resources" ALTER COLUMN "signing_alg" SET DEFAULT 'RS256';

-- RFC 3986 §6.2: scheme and host in lower case, no default port, no empty path. What needs more than that (escapes, dot
-- segments), and the second of two that are one by it, stays without: such an identifier is compared as it is written.
WITH "parts" AS (
  SELECT "id", "created_at", regexp_match("identifier", '^(https?)://([^/?]+)([^?]*)(\?.*)?$', 'i') AS "part"
  FROM "resources" WHERE "identifier" !~ '%|/\.'
), "normal" AS (
  SELECT DISTINCT ON (1) "identifier", "id" FROM (
    SELECT lower("part"[1]) || '://' || regexp_replace(
        lower("part"[2]), CASE lower("part"[1]) WHEN 'http' THEN ':(80)?$' ELSE ':(443)?$' END, '')
      || coalesce(nullif("part"[3], ''), '/') || coalesce("part"[4], '') AS "identifier", "id", "created_at"
    FROM "parts" WHERE "part" IS NOT NULL
  ) AS "each" ORDER BY 1, "created_at", "id"
)
UPDATE "resources" r SET "normal_identifier" = "normal"."identifier" FROM "normal" WHERE r."id" = "normal"."id";

-- CreateIndex
CREATE UNIQUE INDEX "resources_normal_identifier_key" ON "resources"("normal_identifier");

-- A consent covers APIs as it covers scopes: those of the scopes that people have allowed so far.
-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "resources" TEXT[] DEFAULT ARRAY[]::TEXT[];

UPDATE "consents" c SET "resources" = "allowed"."resources" FROM (
  SELECT cs."consent_id", array_agg(DISTINCT r."identifier") AS "resources"
  FROM "consent_scopes" cs JOIN "scopes" s ON s."name" = cs."scope" JOIN "resources" r ON r."id" = s."resource_id"
  GROUP BY cs."consent_id"
) AS "allowed" WHERE c."id" = "allowed"."consent_id";
