-- People who were last seen long ago are found by a page of each month instead of each day.
CREATE FUNCTION "month_of"("day" date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (extract(year FROM day) * 12 + extract(month FROM day))::integer $$;

CREATE INDEX "users_seen_month" ON "users" (month_of("seen_on"), "factors", "id");

-- Groups of look-alikes are counted without reading the apps themselves.
-- Compatible: the next index begins with the same column, and answers whatever this one did.
DROP INDEX "clients_name_skeleton_idx";
CREATE INDEX "clients_name_skeleton_deleted_at_suspended_at_idx" ON "clients"("name_skeleton", "deleted_at", "suspended_at");
