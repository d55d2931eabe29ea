-- AlterTable
ALTER TABLE "scopes" ADD COLUMN     "texts" JSONB NOT NULL DEFAULT '{}',
ALTER COLUMN "title" DROP NOT NULL;

-- The portal's own scopes are read in its own words, in each of its languages, where no operator wrote others.
UPDATE "scopes" s SET "title" = NULL, "detail" = NULL
FROM (VALUES
  ('openid', 'Know who you are', 'Recognise you when you come back.'),
  ('profile', 'See your name and profile', 'Your name, picture, language and other profile details.'),
  ('email', 'See your email address', 'And whether it has been confirmed.'),
  ('address', 'See your postal address', NULL),
  ('phone', 'See your phone number', NULL),
  ('offline_access', 'Keep access while you are away', 'Stay connected until you remove the access.'),
  ('account:read', 'See your account details', 'Your email address, your name and when you joined.'),
  ('account:apps', 'Manage the apps you connected',
    'See which apps have access to your account, and remove their access.'),
  ('clients:read', 'See the apps you registered', 'Their names, settings and addresses; never their secrets.'),
  ('clients:write', 'Register and change your apps',
    'Create apps, change their settings and make secrets for them.')
) AS own ("name", "title", "detail")
WHERE s."name" = own."name" AND s."title" = own."title" AND s."detail" IS NOT DISTINCT FROM own."detail";
