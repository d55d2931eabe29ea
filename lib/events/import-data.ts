import { z } from "zod";

/** What an import of people wrote over in an account that was there: which members, never a value. */
export const profileImport = z.object({ by: z.literal("import"), members: z.array(z.string()) });

/** An import from another program: of each outcome, how many. Every new person has a `user.created` of their own. */
export const finishedImport = z.object({
  /** the administrator; null: the operator, at the command line */
  by: z.string().nullable(),
  from: z.string(),
  counts: z.record(z.string(), z.number()),
  isWhole: z.boolean(),
});
