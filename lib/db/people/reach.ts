import { Prisma } from "../generated/client";

/**
 * Whose accounts somebody may change: support changes nothing of administrators, and a directory only its own people, and
 * none of those who look after others here.
 */
export type Reach = "everybody" | "others than administrators" | { directoryId: string };

/** Of a row of `users`: it is within reach at the moment of the statement, whatever it was when it was looked up. */
export function within(reach: Reach): Prisma.Sql {
  if (reach === "everybody") return Prisma.sql`true`;
  if (reach === "others than administrators") return Prisma.sql`NOT is_admin`;
  return Prisma.sql`(NOT is_admin AND NOT is_support AND EXISTS (${ofDirectory(reach.directoryId)}))`;
}

/**
 * Of a row of `users` that is suspended: whoever has this reach may lift that. A directory lifts only what it said itself,
 * so that nobody whom an administrator keeps out comes back with the next change in the company.
 */
export function isLiftable(reach: Reach): Prisma.Sql {
  if (typeof reach === "string") return Prisma.sql`true`;
  return Prisma.sql`EXISTS (${ofDirectory(reach.directoryId)} AND d.suspended_at = users.suspended_at)`;
}

function ofDirectory(directoryId: string): Prisma.Sql {
  return Prisma.sql`
    SELECT FROM directory_people d WHERE d.user_id = users.id AND d.directory_id = ${directoryId}::uuid`;
}
