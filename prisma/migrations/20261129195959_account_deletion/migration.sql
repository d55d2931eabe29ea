-- AlterTable
ALTER TABLE "users" ADD COLUMN     "delete_at" TIMESTAMPTZ(3);

-- Few among many: whoever looks for accounts to delete must not read everybody.
CREATE INDEX "users_leaving" ON "users" ("delete_at") WHERE "delete_at" IS NOT NULL;
