-- Processes cache the list of upstreams, which every sign-in page shows, until one of them changes. A program of the version
-- before takes a kind that it does not know for a sign that it missed something, and forgets what it cached.
CREATE FUNCTION "notify_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('portico_changes', TG_ARGV[0]);
  RETURN NULL;
END $$;

CREATE TRIGGER "upstreams_changed" AFTER INSERT OR UPDATE OR DELETE ON "upstreams"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_change"('upstream');
