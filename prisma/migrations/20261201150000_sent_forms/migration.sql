-- CreateTable
CREATE TABLE "sent_forms" (
    "id" TEXT NOT NULL,
    "result" JSONB,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sent_forms_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "sent_forms_expires_at_idx" ON "sent_forms"("expires_at");
