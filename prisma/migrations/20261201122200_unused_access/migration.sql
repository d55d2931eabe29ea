-- AlterTable
ALTER TABLE "consents" ADD COLUMN     "kept_at" TIMESTAMPTZ(3),
ADD COLUMN     "unused_asked_at" TIMESTAMPTZ(3);
