-- AlterTable
ALTER TABLE "resources" ADD COLUMN     "allows_query_token" BOOLEAN NOT NULL DEFAULT false;
