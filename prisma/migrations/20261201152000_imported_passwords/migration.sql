-- By the ways in which imported passwords are hashed: each check of a password takes as long as all of them, whoever's it is.
CREATE INDEX "users_imported" ON "users" (split_part("password_hash", ':', 3)) WHERE "password_hash" LIKE 'imported:%';
