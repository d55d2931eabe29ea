-- A skeleton begins with the version of the table that made it. Those of another version, which may still run and store
-- more of them, are made again; this finds them.
CREATE INDEX "clients_other_skeleton" ON "clients" ("id") WHERE "name_skeleton" IS NULL OR "name_skeleton" NOT LIKE '2:%';
