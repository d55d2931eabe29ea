import { z } from "zod";
import { readCookies } from "../http/cookies";

const schema = z.object({
  userId: z.string(),
  /** of the page, without its query */
  path: z.string(),
  /** by the ids of the fields; never a password */
  values: z.record(z.string(), z.string()),
});

/** What somebody typed into a form of a page before they had to prove once more that it is them. */
export type TypedBefore = z.infer<typeof schema>;

/** Characters that browsers keep in a cookie, with room for its name and attributes. */
const MAX_LENGTH = 3_800;

/** The value of the cookie; null: it is too much for one. */
export function encodeTypedBefore(typed: TypedBefore): string | null {
  const value = Buffer.from(JSON.stringify(typed)).toString("base64url");
  return value.length <= MAX_LENGTH ? value : null;
}

/** What was typed on the page of this path; null: nothing that was kept. */
export function readTypedBefore(headers: Headers, path: string): TypedBefore | null {
  return (
    readCookies(headers, "typed")
      .map(parse)
      .find((typed) => typed?.path === path) ?? null
  );
}

function parse(value: string): TypedBefore | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8"))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
