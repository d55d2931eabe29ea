import type { z } from "zod";
import { contactsSchema, linkSchema, publisherSchema } from "../oauth/register/member-schemas";
import type { ProblemKey } from "./result";

/** What a client tells people about itself. @see RFC 7591 §2 */
export const metadataSchemas = {
  clientUri: linkSchema.nullable().optional(),
  logoUri: linkSchema.nullable().optional(),
  policyUri: linkSchema.nullable().optional(),
  tosUri: linkSchema.nullable().optional(),
  publisher: publisherSchema.nullable().optional(),
  contacts: contactsSchema.optional(),
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
    "jwks_missing",
    "signing_alg_mismatch",
    "initiate_login_uri_invalid",
  ],
]);

/** The catalogue's key for what the rules of registration found. */
export function toProblemKey(key: string | null): ProblemKey {
  return key !== null && isProblemKey(key) ? key : fallback;
}

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
