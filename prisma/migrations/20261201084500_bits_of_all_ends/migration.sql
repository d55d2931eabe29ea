-- Access also ends where no token is written. Each of these ends sets the bits of its tokens too.

-- Compatible: no program calls it, and the next statements do more.
DROP TRIGGER "clients_suspended" ON "clients";

-- Compatible: only that trigger ran it.
DROP FUNCTION "note_suspended_client"();

-- The tokens of a suspended or deleted client are refused until it is resumed or restored. APIs that check lists refuse
-- those of before for good.
CREATE FUNCTION "note_ended_client"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  SELECT "status_list_id", "status_index", "expires_at" FROM "access_tokens"
  WHERE "client_id" = NEW."id" AND "status_list_id" IS NOT NULL AND "revoked_at" IS NULL AND "expires_at" > now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

-- When the transaction commits, which may have much to do: until then, others store tokens of a client that they see live.
-- Compatible: it refuses nothing.
CREATE CONSTRAINT TRIGGER "clients_ended" AFTER UPDATE OF "suspended_at", "deleted_at" ON "clients"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."suspended_at" IS NULL AND OLD."deleted_at" IS NULL
    AND (NEW."suspended_at" IS NOT NULL OR NEW."deleted_at" IS NOT NULL))
  EXECUTE FUNCTION "note_ended_client"();

-- The rows of clients go with their owner, or are swept. Tokens with a grant go with them; the client's own stay. Once a
-- statement, because tokens have no index of clients. The bits of clients that had ended before are set already.
CREATE FUNCTION "note_deleted_clients"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  SELECT t."status_list_id", t."status_index", t."expires_at"
  FROM "deleted_clients" c JOIN "access_tokens" t ON t."client_id" = c."id"
  WHERE c."suspended_at" IS NULL AND c."deleted_at" IS NULL
    AND t."status_list_id" IS NOT NULL AND t."revoked_at" IS NULL AND t."expires_at" > now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER "clients_deleted" AFTER DELETE ON "clients" REFERENCING OLD TABLE AS "deleted_clients"
  FOR EACH STATEMENT EXECUTE FUNCTION "note_deleted_clients"();

-- A process knows its clients from up to a second ago, so it may still store a token of one that has ended. It costs a JWT
-- one look at its client by the primary key, and other tokens nothing.
CREATE FUNCTION "note_token_of_ended_client"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM "clients" WHERE "id" = NEW."client_id" AND "suspended_at" IS NULL AND "deleted_at" IS NULL
  ) THEN
    INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
    VALUES (NEW."status_list_id", NEW."status_index", NEW."expires_at") ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "access_tokens_stored" AFTER INSERT ON "access_tokens" FOR EACH ROW
  WHEN (NEW."status_list_id" IS NOT NULL) EXECUTE FUNCTION "note_token_of_ended_client"();

-- A revocation that is a single statement does not see the tokens that an exchange stored while it waited for the grant.
-- Each query of a function looks anew, so this one sees them.
CREATE FUNCTION "note_ended_grant"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "revoked_statuses" ("list_id", "index", "expires_at")
  SELECT "status_list_id", "status_index", "expires_at" FROM "access_tokens"
  WHERE "grant_id" = NEW."id" AND "status_list_id" IS NOT NULL AND "revoked_at" IS NULL AND "expires_at" > now()
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER "grants_ended" AFTER UPDATE OF "revoked_at" ON "grants" FOR EACH ROW
  WHEN (OLD."revoked_at" IS NULL AND NEW."revoked_at" IS NOT NULL) EXECUTE FUNCTION "note_ended_grant"();
