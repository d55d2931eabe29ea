-- AlterTable
ALTER TABLE "authenticators" ADD COLUMN "shown_to" UUID;

-- Keys that wait for their first code were shown to anybody who knew the password: nobody can confirm them any more.
DELETE FROM "authenticators" WHERE "confirmed_at" IS NULL;
