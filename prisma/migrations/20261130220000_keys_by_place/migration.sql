-- AlterTable
ALTER TABLE "authenticators" ADD COLUMN "shown_to" UUID;

-- Keys that wait for their first code were shown to anybody who knew the password: nobody can confirm them any more.
-- Compatible: a page that is open shows another key, as it does half an hour after it was opened.
DELETE FROM "authenticators" WHERE "confirmed_at" IS NULL;
