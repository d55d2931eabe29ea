import type { z } from "zod";

/** A member that holds JSON as a text. Undefined: there is none, or it is something else. */
export function parseMember<Schema extends z.ZodType>(
  schema: Schema,
  written: string | null | undefined,
): z.infer<Schema> | undefined {
  if (!written) return undefined;
  try {
    return schema.safeParse(JSON.parse(written)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
