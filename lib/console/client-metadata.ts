import { z } from "zod";
import type { ProblemKey } from "./result";

/** The name people see on the consent page: no line breaks, no invisible or direction-turning characters. */
export const clientNameSchema = z
  .string({ error: "name_missing" })
  .trim()
  .min(1, "name_missing")
  .max(80, "name_long")
  .refine((name) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name), "name_characters");

const link = z
  .string()
  .trim()
  .max(2000, "link_long")
  .transform((value) => (value === "" ? null : value))
  .refine((value) => value === null || isWebLink(value), "link_invalid")
  .nullable()
  .optional();

function isWebLink(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback);
}

const publisher = z
  .string()
  .trim()
  .max(80, "publisher_long")
  .transform((value) => (value === "" ? null : value))
  .refine((value) => value === null || !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value), "name_characters")
  .nullable()
  .optional();

/** What a client tells people about itself. @see RFC 7591 §2 */
export const metadataSchemas = {
  clientUri: link,
  logoUri: link,
  policyUri: link,
  tosUri: link,
  publisher,
  contacts: z.array(z.email("contact_invalid")).max(5, "contacts_many").optional(),
};

const fallback: ProblemKey = "field_invalid";

const knownProblems = new Set<string>([
  ...["name_missing", "name_long", "name_characters", "kind_missing", "link_long", "link_invalid", "publisher_long"],
  ...[
    "contact_invalid",
    "contacts_many",
    "client_id_invalid",
    "client_secret_short",
    "jwks_invalid",
    "request_uri_invalid",
    "initiate_login_uri_invalid",
  ],
]);

function isProblemKey(message: string): message is ProblemKey {
  return knownProblems.has(message);
}

/** The first problem of each field, as keys of the catalogue. */
export function problemsOf(error: z.ZodError): Record<string, ProblemKey> {
  const problems: Record<string, ProblemKey> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "");
    problems[field] ??= isProblemKey(issue.message) ? issue.message : fallback;
  }
  return problems;
}
