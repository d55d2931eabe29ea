-- CreateTable
CREATE TABLE "claim_definitions" (
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "editor" TEXT NOT NULL,
    "scope_name" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "labels" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_definitions_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "claim_values" (
    "user_id" UUID NOT NULL,
    "claim_name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "claim_values_pkey" PRIMARY KEY ("user_id","claim_name")
);

-- CreateIndex
CREATE INDEX "claim_definitions_scope_name_idx" ON "claim_definitions"("scope_name");

-- CreateIndex
CREATE INDEX "claim_values_claim_name_idx" ON "claim_values"("claim_name");

-- AddForeignKey
ALTER TABLE "claim_definitions" ADD CONSTRAINT "claim_definitions_scope_name_fkey" FOREIGN KEY ("scope_name") REFERENCES "scopes"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_values" ADD CONSTRAINT "claim_values_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim_values" ADD CONSTRAINT "claim_values_claim_name_fkey" FOREIGN KEY ("claim_name") REFERENCES "claim_definitions"("name") ON DELETE CASCADE ON UPDATE CASCADE;

-- Processes remember with a scope which claims it brings.
CREATE TRIGGER "claim_definitions_changed" AFTER INSERT OR UPDATE OR DELETE ON "claim_definitions"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_catalogue_change"();
