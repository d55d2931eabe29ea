-- AlterTable
ALTER TABLE "clients" ADD COLUMN     "name_skeleton" TEXT;

-- CreateIndex
CREATE INDEX "clients_name_skeleton_idx" ON "clients"("name_skeleton");
