-- CreateTable
CREATE TABLE "directories" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "domains" TEXT[],
    "invites" BOOLEAN NOT NULL,
    "links_existing" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directories_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_tokens" (
    "id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "directory_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory_people" (
    "user_id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "external_id" TEXT,
    "emails" TEXT[],
    "attributes" JSONB NOT NULL,
    "is_linked" BOOLEAN NOT NULL,
    "suspended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_people_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "directory_groups" (
    "group_id" UUID NOT NULL,
    "directory_id" UUID NOT NULL,
    "external_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "directory_groups_pkey" PRIMARY KEY ("group_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "directories_name_key_key" ON "directories"("name_key");

-- CreateIndex
CREATE UNIQUE INDEX "directory_tokens_token_hash_key" ON "directory_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "directory_tokens_directory_id_idx" ON "directory_tokens"("directory_id");

-- CreateIndex
CREATE INDEX "directory_people_directory_id_user_id_idx" ON "directory_people"("directory_id", "user_id");

-- CreateIndex
CREATE INDEX "directory_people_directory_id_external_id_idx" ON "directory_people"("directory_id", "external_id");

-- CreateIndex
CREATE INDEX "directory_people_emails_idx" ON "directory_people" USING GIN ("emails");

-- CreateIndex
CREATE INDEX "directory_groups_directory_id_group_id_idx" ON "directory_groups"("directory_id", "group_id");

-- CreateIndex
CREATE INDEX "directory_groups_directory_id_external_id_idx" ON "directory_groups"("directory_id", "external_id");

-- AddForeignKey
ALTER TABLE "directory_tokens" ADD CONSTRAINT "directory_tokens_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_people" ADD CONSTRAINT "directory_people_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_people" ADD CONSTRAINT "directory_people_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_groups" ADD CONSTRAINT "directory_groups_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "groups"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory_groups" ADD CONSTRAINT "directory_groups_directory_id_fkey" FOREIGN KEY ("directory_id") REFERENCES "directories"("id") ON DELETE CASCADE ON UPDATE CASCADE;
