-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "id_token_claims" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "require_registered_auth_method" BOOLEAN NOT NULL DEFAULT false,
ALTER COLUMN "require_pkce" SET DEFAULT false;
