-- CreateTable
CREATE TABLE "client_handovers" (
    "client_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "from_id" UUID,
    "is_vouched" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_handovers_pkey" PRIMARY KEY ("client_id")
);

-- CreateIndex
CREATE INDEX "client_handovers_email_idx" ON "client_handovers"("email");

-- CreateIndex
CREATE INDEX "client_handovers_expires_at_idx" ON "client_handovers"("expires_at");

-- AddForeignKey
ALTER TABLE "client_handovers" ADD CONSTRAINT "client_handovers_client_id_fkey" FOREIGN KEY ("client_id") REFERENCES "clients"("id") ON DELETE CASCADE ON UPDATE CASCADE;
