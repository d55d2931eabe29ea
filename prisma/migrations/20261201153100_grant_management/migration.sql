-- AlterTable
ALTER TABLE "authorization_requests" ADD COLUMN     "grant_management" JSONB;

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "grant_management" TEXT;

-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "grant_id" UUID;

-- Few consents have one: those that a client replaced with a fresh one.
CREATE UNIQUE INDEX "consents_grant_id" ON "consents" ("grant_id") WHERE "grant_id" IS NOT NULL;
