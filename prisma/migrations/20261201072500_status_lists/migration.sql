-- AlterTable
ALTER TABLE "access_tokens" ADD COLUMN     "status_index" INTEGER,
ADD COLUMN     "status_list_id" UUID;

-- CreateTable
CREATE TABLE "status_lists" (
    "id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "status_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revoked_statuses" (
    "list_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "revoked_statuses_pkey" PRIMARY KEY ("list_id","index")
);

-- CreateIndex
CREATE INDEX "status_lists_expires_at_idx" ON "status_lists"("expires_at");

-- CreateIndex
CREATE INDEX "revoked_statuses_expires_at_idx" ON "revoked_statuses"("expires_at");

-- Whatever ends a JWT access token before its time sets its bit: a revocation, a scope or an API that is taken out of it,
-- an earlier end. The bit stays until the token has expired.
CREATE FUNCTION "note_revoked_status"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  VALUES (OLD."status_list_id", OLD."status_index", OLD."expires_at") ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER "access_tokens_ended" AFTER UPDATE ON "access_tokens" FOR EACH ROW
  WHEN (OLD."status_list_id" IS NOT NULL AND (
    (OLD."revoked_at" IS NULL AND NEW."revoked_at" IS NOT NULL) OR NEW."scopes" <> OLD."scopes"
    OR NEW."audience" <> OLD."audience" OR NEW."expires_at" < OLD."expires_at"))
  EXECUTE FUNCTION "note_revoked_status"();

-- With its person or its client. The sweep deletes only expired ones.
CREATE TRIGGER "access_tokens_deleted" AFTER DELETE ON "access_tokens" FOR EACH ROW
  WHEN (OLD."status_list_id" IS NOT NULL AND OLD."revoked_at" IS NULL AND OLD."expires_at" > now())
  EXECUTE FUNCTION "note_revoked_status"();

-- The tokens of a suspended client are refused until it is resumed. APIs that check lists refuse those of before for good.
CREATE FUNCTION "note_suspended_client"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  SELECT "status_list_id", "status_index", "expires_at" FROM "access_tokens"
  WHERE "client_id" = NEW."id" AND "status_list_id" IS NOT NULL AND "revoked_at" IS NULL AND "expires_at" > now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER "clients_suspended" AFTER UPDATE OF "suspended_at" ON "clients" FOR EACH ROW
  WHEN (OLD."suspended_at" IS NULL AND NEW."suspended_at" IS NOT NULL)
  EXECUTE FUNCTION "note_suspended_client"();
