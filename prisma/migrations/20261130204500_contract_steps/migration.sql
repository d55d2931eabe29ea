-- CreateTable
CREATE TABLE "contract_steps" (
    "migration" TEXT NOT NULL,
    "needs" TEXT NOT NULL,

    CONSTRAINT "contract_steps_pkey" PRIMARY KEY ("migration")
);
