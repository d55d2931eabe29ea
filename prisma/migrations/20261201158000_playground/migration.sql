-- CreateTable
CREATE TABLE "playground_runs" (
    "client_id" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "state_hash" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "answer_by" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "sealed" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "playground_runs_pkey" PRIMARY KEY ("client_id","session_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "playground_runs_state_hash_key" ON "playground_runs"("state_hash");

-- CreateIndex
CREATE INDEX "playground_runs_session_id_idx" ON "playground_runs"("session_id");

-- CreateIndex
CREATE INDEX "playground_runs_expires_at_idx" ON "playground_runs"("expires_at");

-- AddForeignKey
ALTER TABLE "playground_runs" ADD CONSTRAINT "playground_runs_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playground_runs" ADD CONSTRAINT "playground_runs_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE;
