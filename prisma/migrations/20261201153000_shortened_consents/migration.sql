-- When the longest time for which people can allow an app is set, or becomes shorter, a job gives what they allowed before an
-- end that fits, whoever made the change. It begins five seconds later: by then every process knows the new maximum, so
-- nobody is given more any more.
CREATE FUNCTION "shorten_consents"("of" jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF "is_restoring"() THEN
    RETURN;
  END IF;
  INSERT INTO "jobs" ("id", "kind", "payload", "run_at", "created_at")
  VALUES (gen_random_uuid(), 'shorten-consents', "of", now() + interval '5 seconds', now());
END $$;

CREATE FUNCTION "note_maximum_of_client"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "shorten_consents"(jsonb_build_object('clientId', NEW."id"));
  RETURN NULL;
END $$;

CREATE TRIGGER "clients_maximum_set" AFTER UPDATE OF "max_consent_days" ON "clients" FOR EACH ROW
  WHEN (NEW."max_consent_days" < coalesce(OLD."max_consent_days", 2147483647))
  EXECUTE FUNCTION "note_maximum_of_client"();

CREATE FUNCTION "note_maximum_of_portal"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "shorten_consents"('{}');
  RETURN NULL;
END $$;

CREATE TRIGGER "settings_maximum_set" AFTER INSERT OR UPDATE ON "settings" FOR EACH ROW
  WHEN (NEW."name" = 'max_consent_days') EXECUTE FUNCTION "note_maximum_of_portal"();

-- What was allowed before a maximum was set in the version before.
-- Compatible: it queues a job, which only this version does.
SELECT "shorten_consents"('{}')
WHERE EXISTS (SELECT FROM "settings" WHERE "name" = 'max_consent_days')
  OR EXISTS (SELECT FROM "clients" WHERE "max_consent_days" IS NOT NULL);

-- An end that comes earlier, without an answer of the person, narrows what the app has.
-- Compatible: the version before calls it in the same way, and it refuses nothing.
CREATE OR REPLACE FUNCTION "tell_of_given_consent"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "is_narrowed" boolean := false;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    "is_narrowed" := NOT NEW."declined_scopes" <@ OLD."declined_scopes"
      OR (NEW."updated_at" = OLD."updated_at" AND NEW."resources" <@ OLD."resources"
        AND coalesce(NEW."expires_at", 'infinity') <= coalesce(OLD."expires_at", 'infinity'));
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
