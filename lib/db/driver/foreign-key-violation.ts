import { Prisma } from "../generated/client";

/** Whether a write failed because the row that it belongs to is gone (Prisma's P2003). */
export function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2003";
}
