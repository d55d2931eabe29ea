-- AlterTable
ALTER TABLE "client_logos" DROP CONSTRAINT "client_logos_pkey",
ADD COLUMN     "is_pending" BOOLEAN NOT NULL DEFAULT false,
ADD CONSTRAINT "client_logos_pkey" PRIMARY KEY ("client_id", "is_pending");

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "pending_changes" JSONB,
ADD COLUMN     "reviewed_hosts" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "registration_tokens" ADD COLUMN     "is_trusted" BOOLEAN NOT NULL DEFAULT false;

-- Apps that are verified or trusted today stay so, at the hosts that they have today.
UPDATE "clients" c SET "reviewed_hosts" = ARRAY(
  SELECT DISTINCT CASE
    WHEN r."uri" ~* '^https?://(localhost|[^/?#]+\.localhost|127\.[0-9]+\.[0-9]+\.[0-9]+|\[::1\])(:[0-9]+)?([/?#]|$)' THEN 'localhost'
    WHEN r."uri" ~* '^https?://' THEN lower(substring(r."uri" FROM '^[A-Za-z]+://([^/?#]+)'))
    ELSE lower(substring(r."uri" FROM '^[^:]+:'))
  END
  FROM "redirect_uris" r WHERE r."client_id" = c."id"
) WHERE c."status" = 'verified' OR c."is_trusted";
