-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "request_object_signing_alg" TEXT,
ADD COLUMN     "request_uris" TEXT[] DEFAULT ARRAY[]::TEXT[];
