-- A version that knows no skeletons may still run, and give an app another name: the skeleton of the old one must not stay.
CREATE FUNCTION "forget_skeleton"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."name_skeleton" := NULL;
  RETURN NEW;
END $$;

CREATE TRIGGER "clients_renamed" BEFORE UPDATE OF "name" ON "clients"
  FOR EACH ROW WHEN (OLD."name" <> NEW."name" AND OLD."name_skeleton" = NEW."name_skeleton")
  EXECUTE FUNCTION "forget_skeleton"();
