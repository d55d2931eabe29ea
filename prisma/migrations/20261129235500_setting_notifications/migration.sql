-- Processes cache the settings of the portal until one of them changes.
CREATE FUNCTION "notify_setting_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('portico_changes', 'setting');
  RETURN NULL;
END $$;

CREATE TRIGGER "settings_changed" AFTER INSERT OR UPDATE OR DELETE ON "settings"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_setting_change"();

CREATE TABLE "portal_logos" (
    "digest" TEXT NOT NULL,
    "image" BYTEA NOT NULL,
    "media_type" TEXT NOT NULL,

    CONSTRAINT "portal_logos_pkey" PRIMARY KEY ("digest")
);
