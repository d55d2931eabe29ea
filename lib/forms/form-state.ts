import { z } from "zod";
import { clearCookie, readCookies, serializeCookie } from "../http/cookies";

const formStateSchema = z.object({
  form: z.string(),
  /** key of what was wrong, in the catalogue of the form */
  error: z.string(),
  /** the field with the problem; null: the form as a whole */
  field: z.string().nullable(),
  /** what was typed, never a password */
  values: z.record(z.string(), z.string()),
});

/**
 * Why a form was refused. It travels to the page in a cookie, because addresses and logs must not hold what people
 * typed.
 */
export type FormState = z.infer<typeof formStateSchema>;

/** The `Set-Cookie` value. Typed values are cut so that the cookie stays small. */
export function serializeFormState(state: FormState): string {
  const values = Object.fromEntries(Object.entries(state.values).map(([name, value]) => [name, value.slice(0, 300)]));
  return serializeCookie("form", Buffer.from(JSON.stringify({ ...state, values })).toString("base64url"));
}

/** The `Set-Cookie` value that clears it after a form succeeded. */
export function clearFormState(): string {
  return clearCookie("form");
}

/** Why this form was refused; null when it was not. `proxy.ts` clears the cookie with the page that shows it. */
export function readFormState(headers: Headers, form: string): FormState | null {
  return (
    readCookies(headers, "form")
      .map(parseFormState)
      .find((state) => state?.form === form) ?? null
  );
}

function parseFormState(value: string): FormState | null {
  try {
    const parsed = formStateSchema.safeParse(JSON.parse(Buffer.from(value, "base64url").toString("utf8")));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
