-- DropForeignKey
ALTER TABLE "clients" DROP CONSTRAINT "clients_owner_id_fkey";

-- DropForeignKey
ALTER TABLE "invitations" DROP CONSTRAINT "invitations_invited_by_id_fkey";

-- AlterTable
ALTER TABLE "email_codes" ADD COLUMN "made_by_id" UUID;

-- Who made these links is not known. They work for an hour, and another one is quickly made.
UPDATE "email_codes" SET "consumed_at" = now() WHERE "purpose" = 'operator_reset' AND "consumed_at" IS NULL;

-- CreateIndex
CREATE INDEX "email_codes_made_by_id_idx" ON "email_codes"("made_by_id");

-- AddForeignKey
ALTER TABLE "email_codes" ADD CONSTRAINT "email_codes_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clients" ADD CONSTRAINT "clients_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE NO ACTION ON UPDATE CASCADE;
