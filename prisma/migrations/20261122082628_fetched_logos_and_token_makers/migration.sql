-- AlterTable
ALTER TABLE "client_logos" RENAME COLUMN "png" TO "image";
ALTER TABLE "client_logos" ADD COLUMN     "media_type" TEXT NOT NULL DEFAULT 'image/png',
ADD COLUMN     "source_uri" TEXT;

-- AlterTable
ALTER TABLE "registration_tokens" ADD COLUMN     "created_by_id" UUID,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3);

-- AddForeignKey
ALTER TABLE "registration_tokens" ADD CONSTRAINT "registration_tokens_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;
