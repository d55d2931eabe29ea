-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "userinfo_signed_response_alg" TEXT;
