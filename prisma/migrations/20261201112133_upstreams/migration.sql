-- CreateTable
CREATE TABLE "upstreams" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "preset" TEXT NOT NULL,
    "issuer" TEXT,
    "client_id" TEXT NOT NULL,
    "secret_jwe" TEXT NOT NULL,
    "scopes" TEXT[],
    "domains" TEXT[],
    "allows_sign_up" BOOLEAN NOT NULL,
    "is_on" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "upstreams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "upstream_links" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "upstream_id" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "label" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "upstream_links_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "upstream_links_user_id_idx" ON "upstream_links"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "upstream_links_upstream_id_issuer_subject_key" ON "upstream_links"("upstream_id", "issuer", "subject");

-- AddForeignKey
ALTER TABLE "upstream_links" ADD CONSTRAINT "upstream_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "upstream_links" ADD CONSTRAINT "upstream_links_upstream_id_fkey" FOREIGN KEY ("upstream_id") REFERENCES "upstreams"("id") ON DELETE CASCADE ON UPDATE CASCADE;
