-- CreateTable
CREATE TABLE "consent_versions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "change" TEXT NOT NULL,
    "scopes" TEXT[],
    "declined_scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "resources" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "locale" TEXT,
    "shown" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consent_versions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consent_versions_user_id_client_id_created_at_idx" ON "consent_versions"("user_id", "client_id", "created_at");

-- AddForeignKey
ALTER TABLE "consent_versions" ADD CONSTRAINT "consent_versions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
