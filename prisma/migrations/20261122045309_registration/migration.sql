-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "backchannel_logout_session_required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "backchannel_logout_uri" TEXT,
ADD COLUMN     "frontchannel_logout_session_required" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "frontchannel_logout_uri" TEXT,
ADD COLUMN     "is_self_registered" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "metadata" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "registration_token_hash" TEXT;

-- CreateTable
CREATE TABLE "registration_tokens" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "note" TEXT,
    "uses_left" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "registration_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "registration_tokens_token_hash_key" ON "registration_tokens"("token_hash");
