-- People are searched by any part of their address or name. The index holds every three characters in a row of both,
-- and every two where one of them is no ASCII, since names of two or three characters are common in Korean, Chinese and
-- Japanese. Built from what every PostgreSQL has: pg_trgm would need a right that an account of a database may lack.

CREATE FUNCTION "search_text"("email" text, "name" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(' ' || email || ' ' || coalesce(name, '')) $$;

-- The cost is told, so that the planner looks at the text itself before it cuts a row's into pieces.
CREATE FUNCTION "search_grams"("value" text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000 AS $$
  SELECT coalesce(array_agg(DISTINCT gram), '{}')
  FROM generate_series(1, length(value) - 1) AS i, unnest(ARRAY[substr(value, i, 2), substr(value, i, 3)]) AS gram
  WHERE length(gram) = 3 OR gram ~ '[^ -~]' $$;

CREATE INDEX "users_search" ON "users" USING gin (search_grams(search_text("email", "name")));

-- Few among many: the lists of them must not read everybody.
CREATE INDEX "users_suspended" ON "users" ("id") WHERE "suspended_at" IS NOT NULL;
CREATE INDEX "users_administrators" ON "users" ("id") WHERE "is_admin";
