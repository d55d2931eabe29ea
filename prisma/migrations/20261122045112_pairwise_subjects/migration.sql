-- AlterTable
ALTER TABLE "authorization_requests" DROP COLUMN "hinted_user_id",
ADD COLUMN     "chosen_session_id" UUID,
ADD COLUMN     "hinted_subject" TEXT;

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "default_acr_values" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "default_max_age" INTEGER,
ADD COLUMN     "initiate_login_uri" TEXT,
ADD COLUMN     "pairwise_sector" TEXT,
ADD COLUMN     "require_auth_time" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sector_identifier_uri" TEXT;
