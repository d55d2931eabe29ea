-- A token that was being stored while its client ended was seen by neither: the token's trigger saw a live client, and the
-- client's trigger no token. Now both take a lock in memory: tokens share it, and the end of a client has it alone. So the
-- end waits for tokens that are being stored and then sees them, and tokens that come later wait for the end and see it.

CREATE FUNCTION "lock_end_of_client"("client_id" text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1886352242, hashtext("client_id"))
$$;

-- Compatible: it does the same, after it has the lock.
CREATE OR REPLACE FUNCTION "note_ended_client"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "lock_end_of_client"(NEW."id");
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  SELECT "status_list_id", "status_index", "expires_at" FROM "access_tokens"
  WHERE "client_id" = NEW."id" AND "status_list_id" IS NOT NULL AND "revoked_at" IS NULL AND "expires_at" > now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

-- Compatible: it does the same, after it has the lock.
CREATE OR REPLACE FUNCTION "note_deleted_clients"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "lock_end_of_client"("id") FROM (SELECT "id" FROM "deleted_clients" ORDER BY "id") AS d;
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  SELECT t."status_list_id", t."status_index", t."expires_at"
  FROM "deleted_clients" c JOIN "access_tokens" t ON t."client_id" = c."id"
  WHERE c."suspended_at" IS NULL AND c."deleted_at" IS NULL
    AND t."status_list_id" IS NOT NULL AND t."revoked_at" IS NULL AND t."expires_at" > now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

-- Compatible: it does the same, after it has the lock.
CREATE OR REPLACE FUNCTION "note_token_of_ended_client"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(1886352242, hashtext(NEW."client_id"));
  IF NOT EXISTS (
    SELECT FROM "clients" WHERE "id" = NEW."client_id" AND "suspended_at" IS NULL AND "deleted_at" IS NULL
  ) THEN
    INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
    VALUES (NEW."status_list_id", NEW."status_index", NEW."expires_at") ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
