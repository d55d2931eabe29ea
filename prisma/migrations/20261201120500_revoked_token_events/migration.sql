-- An API that checks JWT access tokens by itself is told of each bit that is set in its status lists, if the client by which it
-- introspects has a stream: an event for each list and 1,000 places, however many tokens end at once.
CREATE FUNCTION "tell_of_revoked_tokens"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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

CREATE TRIGGER "revoked_statuses_set" AFTER INSERT ON "revoked_statuses" REFERENCING NEW TABLE AS "set_bits"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_revoked_tokens"();
