import { Prisma } from "../generated/client";

/** Whether a write failed because a row with that key exists already (Prisma's P2002). */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
