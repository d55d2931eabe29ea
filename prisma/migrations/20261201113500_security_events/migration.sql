-- CreateTable
CREATE TABLE "event_streams" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "delivery" TEXT NOT NULL,
    "endpoint_url" TEXT,
    "authorization_jwe" TEXT,
    "events" TEXT[],
    "verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_streams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "security_events" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "user_id" UUID,
    "kind" TEXT NOT NULL,
    "data" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "tries" INTEGER NOT NULL DEFAULT 0,
    "not_before" TIMESTAMPTZ(3),
    "last_error" TEXT,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "security_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "event_streams_client_id_key" ON "event_streams"("client_id");

-- CreateIndex
CREATE INDEX "security_events_stream_id_created_at_idx" ON "security_events"("stream_id", "created_at");

-- CreateIndex
CREATE INDEX "security_events_stream_id_user_id_created_at_idx" ON "security_events"("stream_id", "user_id", "created_at");

-- CreateIndex
CREATE INDEX "security_events_created_at_idx" ON "security_events"("created_at");

-- AddForeignKey
ALTER TABLE "event_streams" ADD CONSTRAINT "event_streams_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "event_streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What an app is told is written by triggers, in the transaction of what happened, whoever makes it happen. Where an address
-- waits for it, a job delivers it, and the notification wakes the processes that do jobs.
CREATE FUNCTION "tell_client"("event_kind" text, "of_client" text, "of_user" uuid, "facts" jsonb) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  WITH "told" AS (
    INSERT INTO "security_events" ("id", "stream_id", "user_id", "kind", "data", "created_at")
    SELECT gen_random_uuid(), s."id", "of_user", "event_kind", "facts", clock_timestamp()
    FROM "event_streams" s
    WHERE s."client_id" = "of_client" AND "event_kind" = ANY(s."events") AND s."verified_at" IS NOT NULL
    RETURNING "id", "stream_id"
  )
  INSERT INTO "jobs" ("id", "kind", "payload", "run_at", "created_at")
  SELECT gen_random_uuid(), 'deliver-event',
    jsonb_build_object('eventId', t."id", 'clientId', "of_client", 'endpointUrl', s."endpoint_url"), now(), now()
  FROM "told" t JOIN "event_streams" s ON s."id" = t."stream_id"
  WHERE s."delivery" = 'push';
  IF FOUND THEN
    PERFORM pg_notify('portico_changes', 'job deliver-event');
  END IF;
  IF EXISTS (SELECT FROM "event_streams" WHERE "client_id" = "of_client" AND "delivery" = 'poll') THEN
    PERFORM pg_notify('portico_changes', 'event ' || "of_client");
  END IF;
END $$;

-- At the end of the transaction, when the scopes are stored as well.
CREATE FUNCTION "tell_of_given_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "tell_client"(
    CASE WHEN TG_OP = 'UPDATE' AND NOT NEW."declined_scopes" <@ OLD."declined_scopes"
      THEN 'consent-narrowed' ELSE 'consent-given' END,
    NEW."client_id", NEW."user_id",
    jsonb_build_object(
      'scopes', to_jsonb(ARRAY(SELECT "scope" FROM "consent_scopes" WHERE "consent_id" = NEW."id" ORDER BY "scope")),
      'resources', to_jsonb(NEW."resources"),
      'expires_at', extract(epoch FROM NEW."expires_at")::bigint));
  RETURN NULL;
END $$;

-- Compatible: it refuses nothing.
CREATE CONSTRAINT TRIGGER "consents_given" AFTER INSERT ON "consents"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "tell_of_given_consent"();

-- Compatible: it refuses nothing. The time of its last use changes often, and is not told.
CREATE CONSTRAINT TRIGGER "consents_changed" AFTER UPDATE ON "consents"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD."updated_at" <> NEW."updated_at" OR OLD."declined_scopes" <> NEW."declined_scopes"
    OR OLD."resources" <> NEW."resources" OR OLD."expires_at" IS DISTINCT FROM NEW."expires_at")
  EXECUTE FUNCTION "tell_of_given_consent"();

-- A consent that goes with its account is not told of by itself: the app is told of the account.
CREATE FUNCTION "tell_of_ended_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "users" WHERE "id" = OLD."user_id") THEN
    PERFORM "tell_client"(
      CASE WHEN OLD."expires_at" <= now() THEN 'consent-expired' ELSE 'consent-ended' END,
      OLD."client_id", OLD."user_id", '{}');
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER "consents_ended" AFTER DELETE ON "consents"
  FOR EACH ROW EXECUTE FUNCTION "tell_of_ended_consent"();

CREATE FUNCTION "tell_of_ended_session"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "tell_client"('session-revoked', c."client_id", NEW."user_id", jsonb_build_object('sid', NEW."id"))
  FROM (
    SELECT DISTINCT g."client_id" FROM "grants" g JOIN "event_streams" s ON s."client_id" = g."client_id"
    WHERE g."session_id" = NEW."id"
  ) AS c;
  RETURN NULL;
END $$;

CREATE TRIGGER "sessions_ended" AFTER UPDATE OF "revoked_at" ON "sessions" FOR EACH ROW
  WHEN (OLD."revoked_at" IS NULL AND NEW."revoked_at" IS NOT NULL) EXECUTE FUNCTION "tell_of_ended_session"();

-- To every app that the person has allowed, or has signed in to.
CREATE FUNCTION "tell_clients_of"("of_user" uuid, "event_kind" text, "facts" jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "tell_client"("event_kind", s."client_id", "of_user", "facts") FROM "event_streams" s
  WHERE EXISTS (SELECT FROM "consents" c WHERE c."user_id" = "of_user" AND c."client_id" = s."client_id")
    OR EXISTS (SELECT FROM "grants" g WHERE g."user_id" = "of_user" AND g."client_id" = s."client_id");
END $$;

CREATE FUNCTION "tell_of_account"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM "tell_clients_of"(OLD."id", 'account-purged', '{}');
    RETURN OLD;
  END IF;
  IF (OLD."suspended_at" IS NULL) <> (NEW."suspended_at" IS NULL) THEN
    PERFORM "tell_clients_of"(
      NEW."id", CASE WHEN NEW."suspended_at" IS NULL THEN 'account-enabled' ELSE 'account-disabled' END, '{}');
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

CREATE TRIGGER "users_changed" AFTER UPDATE OF "suspended_at", "password_changed_at" ON "users"
  FOR EACH ROW EXECUTE FUNCTION "tell_of_account"();

-- Before the consents and grants go with it, which say whom to tell.
CREATE TRIGGER "users_deleted" BEFORE DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION "tell_of_account"();
