-- AlterTable
ALTER TABLE "client_secrets" ADD COLUMN     "secret_jwe" TEXT;

-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "jwks" JSONB,
ADD COLUMN     "jwks_uri" TEXT,
ADD COLUMN     "token_endpoint_auth_signing_alg" TEXT;

-- CreateTable
CREATE TABLE "used_jtis" (
    "jti_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "used_jtis_pkey" PRIMARY KEY ("jti_hash")
);

-- CreateIndex
CREATE INDEX "used_jtis_expires_at_idx" ON "used_jtis"("expires_at");
