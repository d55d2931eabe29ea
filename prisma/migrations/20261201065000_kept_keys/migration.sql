-- CreateTable
CREATE TABLE "kept_keys" (
    "purpose" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "key_jwe" TEXT NOT NULL,
    "made_under" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kept_keys_pkey" PRIMARY KEY ("purpose","generation")
);
