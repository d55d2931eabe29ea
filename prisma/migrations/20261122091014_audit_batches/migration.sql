-- CreateTable
CREATE TABLE "audit_batches" (
    "id" UUID NOT NULL,
    "chain_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "previous_id" UUID,
    "previous_seal" TEXT,
    "previous_at" TIMESTAMPTZ(3),
    "event_ids" UUID[],
    "content_hash" TEXT NOT NULL,
    "seal" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_batches_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_batches_created_at_idx" ON "audit_batches"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_batches_chain_id_position_key" ON "audit_batches"("chain_id", "position");
