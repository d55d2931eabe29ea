import { z } from "zod";
import { clearCookie, readCookies, serializeCookie } from "./cookies";

const formStateSchema = z.object({
  form: z.string(),
  /** key of what was wrong, in the catalogue of the form */
  error: z.string(),
  /** the field it is about; null: the form as a whole */
  field: z.string().nullable(),
  /** what was typed, never a password */
  values: z.record(z.string(), z.string()),
});

/** Why a form came back, carried to its page in a cookie: addresses and logs must not hold what people typed. */
export type FormState = z.infer<typeof formStateSchema>;

/** The `Set-Cookie` value. Values are cut so that the cookie stays small. */
export function serializeFormState(state: FormState): string {
  const values = Object.fromEntries(Object.entries(state.values).map(([name, value]) => [name, value.slice(0, 300)]));
  return serializeCookie("form", Buffer.from(JSON.stringify({ ...state, values })).toString("base64url"));
}

/** The `Set-Cookie` value for after a form went through. */
export function clearFormState(): string {
  return clearCookie("form");
}

/** Why this form came back; null when it did not. `proxy.ts` takes the cookie away with the page that shows it. */
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
