import { defineConfig } from "prisma/config";

/** Read by the Prisma CLI only (`--config prisma/prisma.config.ts`); the portal migrates itself (lib/db/migrate). */
export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "" },
});
