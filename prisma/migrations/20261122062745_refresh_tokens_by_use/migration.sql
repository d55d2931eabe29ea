-- DropIndex
DROP INDEX "refresh_tokens_grant_id_idx";

-- CreateIndex
CREATE INDEX "refresh_tokens_grant_id_consumed_at_idx" ON "refresh_tokens"("grant_id", "consumed_at");
