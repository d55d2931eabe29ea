import { z } from "zod";

/** What a company's directory did by itself. */
export const byDirectory = z.object({ directoryId: z.string() });

/** What an administrator did to a directory, `by` null: the operator, at the command line. */
export const directory = z.object({ by: z.string().nullable(), id: z.string(), name: z.string() });

/** The same, with what they decided. */
export const directorySettings = directory.extend({
  domains: z.array(z.string()),
  invites: z.boolean(),
  linksExisting: z.boolean(),
});
