-- AlterTable
ALTER TABLE "users" ADD COLUMN "is_support" BOOLEAN NOT NULL DEFAULT false;

-- A person has one role or none.
ALTER TABLE "users" ADD CONSTRAINT "users_one_role" CHECK (NOT ("is_admin" AND "is_support"));

-- Few among many: the list of them must not read everybody.
CREATE INDEX "users_support" ON "users" ("id") WHERE "is_support";
