-- CreateTable
CREATE TABLE "posted_requests" (
    "id_hash" TEXT NOT NULL,
    "query" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "posted_requests_pkey" PRIMARY KEY ("id_hash")
);

-- CreateIndex
CREATE INDEX "posted_requests_expires_at_idx" ON "posted_requests"("expires_at");
