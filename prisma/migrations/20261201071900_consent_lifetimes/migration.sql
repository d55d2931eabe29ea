-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "max_consent_days" INTEGER;

-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "expires_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "grants" ADD COLUMN     "expires_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "consents_expires_at_idx" ON "consents"("expires_at");
