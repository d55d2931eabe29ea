import { Prisma } from "../generated/client";

/** Whose accounts somebody may change: support changes nothing of administrators. */
export type Reach = "everybody" | "others than administrators";

/** Of a row of `users`: it is within reach at the moment of the statement, whatever it was when it was looked up. */
export function within(reach: Reach): Prisma.Sql {
  return reach === "everybody" ? Prisma.sql`true` : Prisma.sql`NOT is_admin`;
}
