-- AlterTable
ALTER TABLE "email_codes" ADD COLUMN     "link_hash" TEXT;

-- AlterTable
ALTER TABLE "users" ADD COLUMN     "browsers_forgotten_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "email_codes_link_hash_key" ON "email_codes"("link_hash");
