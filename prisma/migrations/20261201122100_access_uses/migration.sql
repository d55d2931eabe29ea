-- AlterTable
ALTER TABLE "consent_scopes" ADD COLUMN     "last_used_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "access_uses" (
    "consent_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "session_id" UUID NOT NULL,
    "uses" INTEGER NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "access_uses_pkey" PRIMARY KEY ("consent_id","day","session_id")
);

-- CreateIndex
CREATE INDEX "access_uses_day_idx" ON "access_uses"("day");

-- AddForeignKey
ALTER TABLE "access_uses" ADD CONSTRAINT "access_uses_consent_id_fkey" FOREIGN KEY ("consent_id") REFERENCES "consents"("id") ON DELETE CASCADE ON UPDATE CASCADE;
