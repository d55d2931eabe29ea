-- AlterTable
ALTER TABLE "users" ADD COLUMN     "picture_key" TEXT;

-- CreateTable
CREATE TABLE "user_pictures" (
    "user_id" UUID NOT NULL,
    "image" BYTEA NOT NULL,
    "media_type" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pictures_pkey" PRIMARY KEY ("user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_picture_key_key" ON "users"("picture_key");

-- AddForeignKey
ALTER TABLE "user_pictures" ADD CONSTRAINT "user_pictures_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
