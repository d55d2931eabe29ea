-- A credential that somebody found in public is looked for by its hash.
CREATE INDEX "client_secrets_secret_hash_idx" ON "client_secrets"("secret_hash");
CREATE INDEX "clients_registration_token_hash_idx" ON "clients"("registration_token_hash");
