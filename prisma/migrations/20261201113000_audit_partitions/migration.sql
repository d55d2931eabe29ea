-- The audit log in partitions of time, so that what is past is dropped and not deleted row by row. The ids of events begin
-- with their time, so a range of ids is a range of time, and an id stays unique by itself.

-- Compatible: the table of this name is made again below, with the same columns, key and indexes.
ALTER TABLE "audit_events" RENAME TO "audit_events_before";
-- Compatible: no program names a key or an index of it.
ALTER INDEX "audit_events_pkey" RENAME TO "audit_events_before_pkey";
-- Compatible: as above.
ALTER INDEX "audit_events_client_id_created_at_idx" RENAME TO "audit_events_before_client_id_created_at_idx";
-- Compatible: as above.
ALTER INDEX "audit_events_user_id_created_at_idx" RENAME TO "audit_events_before_user_id_created_at_idx";
-- Compatible: as above.
ALTER INDEX "audit_events_created_at_idx" RENAME TO "audit_events_before_created_at_idx";

CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "user_id" UUID,
    "client_id" TEXT,
    "request_id" TEXT,
    "ip_address" TEXT,
    "data" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");
CREATE INDEX "audit_events_client_id_created_at_idx" ON "audit_events"("client_id", "created_at");
CREATE INDEX "audit_events_user_id_created_at_idx" ON "audit_events"("user_id", "created_at");
CREATE INDEX "audit_events_created_at_idx" ON "audit_events"("created_at");

-- Takes the events that no other partition takes: a partition that is missing stops nobody.
CREATE TABLE "audit_events_rest" PARTITION OF "audit_events" DEFAULT;

-- The least id that an event of a time can have. RFC 9562 §5.7
CREATE FUNCTION "audit_id_at"("at" timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex(floor(extract(epoch FROM "at") * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- The other way round.
CREATE FUNCTION "audit_id_time"("id" uuid) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
  SELECT to_timestamp(('x0000' || left(replace("id"::text, '-', ''), 12))::bit(64)::bigint / 1000.0)
$$;

-- Makes the partition of a time and the three after it, each a month or a week long. Leaves out what it cannot make: a range
-- that another partition covers in part, or of which the rest holds events. It runs as the owner of the table, because a role
-- that only reads and writes rows may make none, and for those only who may delete rows. Answers how many it made.
CREATE FUNCTION "make_audit_partitions"("at" timestamptz, "span" text) RETURNS int LANGUAGE plpgsql SECURITY DEFINER
  SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
  "since" timestamp;
  "name" text;
  "made" int := 0;
BEGIN
  IF "span" NOT IN ('week', 'month') OR NOT has_table_privilege(session_user, 'audit_events', 'DELETE') THEN
    RAISE insufficient_privilege;
  END IF;
  FOR "n" IN 0..3 LOOP
    "since" := date_trunc("span", "at" AT TIME ZONE 'UTC') + "n" * ('1 ' || "span")::interval;
    "name" := 'audit_events_' || "span" || to_char("since", '_YYYYMMDD');
    CONTINUE WHEN to_regclass("name") IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE TABLE %I (LIKE "audit_events" INCLUDING DEFAULTS)', "name");
      EXECUTE format(
        'ALTER TABLE "audit_events" ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', "name",
        audit_id_at("since" AT TIME ZONE 'UTC'),
        audit_id_at(("since" + ('1 ' || "span")::interval) AT TIME ZONE 'UTC')
      );
      "made" := "made" + 1;
    EXCEPTION WHEN invalid_object_definition OR check_violation THEN
      NULL;
    END;
  END LOOP;
  RETURN "made";
END $$;

-- Drops the partitions all of whose events are older than a time. Answers their names.
CREATE FUNCTION "drop_audit_partitions"("before" timestamptz) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER
  SET search_path FROM CURRENT SET lock_timeout = '2s' AS $$
DECLARE
  "partition" record;
BEGIN
  IF NOT has_table_privilege(session_user, 'audit_events', 'DELETE') THEN
    RAISE insufficient_privilege;
  END IF;
  FOR "partition" IN
    SELECT c.relname AS "name", substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \(''([0-9a-f-]{36})''\)') AS "end"
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit_events'::regclass
  LOOP
    CONTINUE WHEN "partition"."end" IS NULL OR audit_id_time("partition"."end"::uuid) > "before";
    EXECUTE format('DROP TABLE %I', "partition"."name");
    RETURN NEXT "partition"."name";
  END LOOP;
END $$;

-- The events of before become one partition, which takes new ones until the next month. Where there are none, it is not needed.
-- Compatible: nothing is lost, and nothing is refused.
DO $$
DECLARE
  "newest" timestamptz;
  "end" uuid;
BEGIN
  -- An id that does not begin with its time is in no range.
  SELECT audit_id_time("id") INTO "newest" FROM "audit_events_before"
    WHERE "id" < audit_id_at(now() + interval '1 day') ORDER BY "id" DESC LIMIT 1;
  IF "newest" IS NULL AND NOT EXISTS (SELECT FROM "audit_events_before") THEN
    DROP TABLE "audit_events_before";
  ELSE
    "end" := audit_id_at(
      (date_trunc('month', GREATEST("newest", now()) AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC'
    );
    WITH "moved" AS (DELETE FROM "audit_events_before" WHERE "id" >= "end" RETURNING *)
      INSERT INTO "audit_events_rest" SELECT * FROM "moved";
    EXECUTE format('ALTER TABLE "audit_events" ATTACH PARTITION "audit_events_before" FOR VALUES FROM (MINVALUE) TO (%L)', "end");
  END IF;
  PERFORM make_audit_partitions(now(), 'month');
END $$;

-- Versions up to 20261130150300 sweep by the place of rows alone ("ctid"), which is unique in each partition only: their
-- statement would take events of other partitions, too. It takes none, and this version drops what is past.
-- Compatible: it refuses nothing.
CREATE FUNCTION "keep_audit_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RETURN CASE WHEN current_query() ~ 'DELETE FROM "?audit_events"? WHERE ctid' THEN NULL ELSE OLD END;
END $$;

CREATE TRIGGER "audit_events_kept" BEFORE DELETE ON "audit_events" FOR EACH ROW EXECUTE FUNCTION "keep_audit_event"();
