-- Clients that poll, and the look for what waits, read only what waits.
CREATE INDEX "security_events_waiting" ON "security_events" ("stream_id", "created_at") WHERE "state" = 'waiting';

-- A restore writes what happened before: nobody is told of it again.
CREATE FUNCTION "is_restoring"() RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('portico.restoring', true), '') = 'on'
$$;

-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_client"("event_kind" text, "of_client" text, "of_user" uuid, "facts" jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
  "stream" record;
  "event_id" uuid := gen_random_uuid();
  "is_under_way" boolean := false;
BEGIN
  IF "is_restoring"() THEN
    RETURN;
  END IF;
  -- Whoever deletes the stream at the same moment comes first or later: an event without its stream would fail.
  SELECT s."id", s."delivery", s."endpoint_url" INTO "stream" FROM "event_streams" s
  WHERE s."client_id" = "of_client" AND "event_kind" = ANY(s."events") AND s."verified_at" IS NOT NULL
  FOR KEY SHARE OF s;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF "stream"."delivery" = 'push' THEN
    -- The job of an event that waits for the same person delivers this one too. The lock lets it note what became of that
    -- event only when this one can be seen. An event that is locked is being noted now, so it does not count.
    PERFORM 1 FROM "security_events" e
    WHERE e."stream_id" = "stream"."id" AND e."state" = 'waiting'
      AND (e."user_id" = "of_user" OR ("of_user" IS NULL AND e."user_id" IS NULL))
    LIMIT 1 FOR SHARE SKIP LOCKED;
    "is_under_way" := FOUND;
  END IF;
  INSERT INTO "security_events" ("id", "stream_id", "user_id", "kind", "data", "created_at")
  VALUES ("event_id", "stream"."id", "of_user", "event_kind", "facts", clock_timestamp());
  IF "stream"."delivery" = 'poll' THEN
    PERFORM pg_notify('portico_changes', 'event ' || "of_client");
  ELSIF NOT "is_under_way" THEN
    INSERT INTO "jobs" ("id", "kind", "payload", "run_at", "created_at")
    VALUES (gen_random_uuid(), 'deliver-event',
      jsonb_build_object('eventId', "event_id", 'clientId', "of_client", 'endpointUrl', "stream"."endpoint_url"),
      now(), now());
    PERFORM pg_notify('portico_changes', 'job deliver-event');
  END IF;
END $$;

-- What the portal takes away by itself, such as the scopes of an API that is deleted, leaves the time of the person's answer.
-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_of_given_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "is_narrowed" boolean := false;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    "is_narrowed" := NOT NEW."declined_scopes" <@ OLD."declined_scopes"
      OR (NEW."updated_at" = OLD."updated_at" AND NEW."resources" <@ OLD."resources"
        AND NEW."expires_at" IS NOT DISTINCT FROM OLD."expires_at");
  END IF;
  PERFORM "tell_client"(
    CASE WHEN "is_narrowed" THEN 'consent-narrowed' ELSE 'consent-given' END,
    NEW."client_id", NEW."user_id",
    jsonb_build_object(
      'scopes', to_jsonb(ARRAY(SELECT "scope" FROM "consent_scopes" WHERE "consent_id" = NEW."id" ORDER BY "scope")),
      'resources', to_jsonb(NEW."resources"),
      'expires_at', extract(epoch FROM NEW."expires_at")::bigint));
  RETURN NULL;
END $$;

-- A consent that goes with its account is not told of by itself: the app is told of the account. One that goes with its
-- app concerns nobody any more.
-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_of_ended_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "users" WHERE "id" = OLD."user_id") AND EXISTS (SELECT FROM "clients" WHERE "id" = OLD."client_id")
  THEN
    PERFORM "tell_client"(
      CASE WHEN OLD."expires_at" <= now() THEN 'consent-expired' ELSE 'consent-ended' END,
      OLD."client_id", OLD."user_id", '{}');
  END IF;
  RETURN NULL;
END $$;

-- Only apps that have access: the person has removed the others. Sessions end before the access that ends with them.
-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_of_ended_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "tell_client"('session-revoked', c."client_id", NEW."user_id", jsonb_build_object('sid', NEW."id"))
  FROM (
    SELECT DISTINCT g."client_id" FROM "grants" g JOIN "event_streams" s ON s."client_id" = g."client_id"
    WHERE g."session_id" = NEW."id" AND g."revoked_at" IS NULL AND (g."expires_at" IS NULL OR g."expires_at" > now())
  ) AS c;
  RETURN NULL;
END $$;

-- To every app that the person allows, or has signed in to, and has not removed. Of an account that is deleted, apps are told
-- that had access before, as they may still hold its data. "ended_since": access that ended then or later counts as well.
CREATE FUNCTION "tell_clients_since"("of_user" uuid, "event_kind" text, "facts" jsonb, "ended_since" timestamptz) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "tell_client"("event_kind", s."client_id", "of_user", "facts") FROM "event_streams" s
  WHERE EXISTS (
      SELECT FROM "consents" c WHERE c."user_id" = "of_user" AND c."client_id" = s."client_id"
        AND ("event_kind" = 'account-purged' OR c."expires_at" IS NULL OR c."expires_at" > now()))
    OR EXISTS (
      SELECT FROM "grants" g WHERE g."user_id" = "of_user" AND g."client_id" = s."client_id"
        AND ("event_kind" = 'account-purged'
          OR ((g."revoked_at" IS NULL OR g."revoked_at" >= "ended_since")
            AND (g."expires_at" IS NULL OR g."expires_at" > now()))));
END $$;

-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_clients_of"("of_user" uuid, "event_kind" text, "facts" jsonb) RETURNS void
LANGUAGE sql AS $$
  SELECT "tell_clients_since"("of_user", "event_kind", "facts", 'infinity')
$$;

-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_of_account"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM "tell_clients_of"(OLD."id", 'account-purged', '{}');
    RETURN OLD;
  END IF;
  IF OLD."suspended_at" IS NULL AND NEW."suspended_at" IS NOT NULL THEN
    PERFORM "tell_clients_since"(NEW."id", 'account-disabled', '{}', NEW."suspended_at");
  ELSIF OLD."suspended_at" IS NOT NULL AND NEW."suspended_at" IS NULL THEN
    -- The suspension ended all access, so whoever was told of it is told of its end.
    PERFORM "tell_clients_since"(NEW."id", 'account-enabled', '{}', OLD."suspended_at");
  END IF;
  -- A hash that is only made anew is no change of the password.
  IF OLD."password_changed_at" IS DISTINCT FROM NEW."password_changed_at" THEN
    PERFORM "tell_clients_of"(NEW."id", 'credential-change', jsonb_build_object(
      'credential_type', 'password',
      'change_type', CASE WHEN OLD."password_hash" IS NULL THEN 'create' WHEN NEW."password_hash" IS NULL THEN 'delete'
        ELSE 'update' END));
  END IF;
  RETURN NULL;
END $$;

-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_of_revoked_tokens"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF "is_restoring"() THEN
    RETURN NULL;
  END IF;
  PERFORM "tell_client"('tokens-revoked', p."client_id", NULL,
    jsonb_build_object('list_id', p."list_id", 'idx', jsonb_agg(p."index" ORDER BY p."index")))
  FROM (
    SELECT r."client_id", b."list_id", b."index",
      (row_number() OVER (PARTITION BY r."client_id", b."list_id" ORDER BY b."index") - 1) / 1000 AS part
    FROM "set_bits" b JOIN "status_lists" l ON l."id" = b."list_id"
      JOIN "resources" r ON r."identifier" = l."resource" JOIN "event_streams" s ON s."client_id" = r."client_id"
  ) AS p
  GROUP BY p."client_id", p."list_id", p.part;
  RETURN NULL;
END $$;
