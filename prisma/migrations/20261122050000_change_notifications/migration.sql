-- Every process remembers clients, APIs and scopes for a moment. These triggers tell them what changed, in the
-- transaction of the change, so that they hear of it when it is committed and never before.

CREATE FUNCTION "notify_client_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- the argument is the column that holds the client's id
  PERFORM pg_notify('portico_changes', 'client ' || (to_jsonb(coalesce(NEW, OLD)) ->> TG_ARGV[0]));
  RETURN NULL;
END $$;

CREATE FUNCTION "notify_catalogue_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('portico_changes', 'catalogue');
  RETURN NULL;
END $$;

CREATE TRIGGER "clients_changed" AFTER UPDATE OR DELETE ON "clients"
  FOR EACH ROW EXECUTE FUNCTION "notify_client_change"('id');

-- Not when only `last_used_at` was noted.
CREATE TRIGGER "client_secrets_changed"
  AFTER INSERT OR DELETE OR UPDATE OF "client_id", "secret_hash", "secret_jwe", "expires_at", "revoked_at" ON "client_secrets"
  FOR EACH ROW EXECUTE FUNCTION "notify_client_change"('client_id');

CREATE TRIGGER "redirect_uris_changed"
  AFTER INSERT OR DELETE OR UPDATE OF "client_id", "kind", "uri" ON "redirect_uris"
  FOR EACH ROW EXECUTE FUNCTION "notify_client_change"('client_id');

CREATE TRIGGER "resources_changed" AFTER INSERT OR UPDATE OR DELETE ON "resources"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_catalogue_change"();

CREATE TRIGGER "scopes_changed" AFTER INSERT OR UPDATE OR DELETE ON "scopes"
  FOR EACH STATEMENT EXECUTE FUNCTION "notify_catalogue_change"();
