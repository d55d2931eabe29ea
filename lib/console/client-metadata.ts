import { z } from "zod";
import { getWords } from "../i18n/words";
import {
  backchannelLogoutUriSchema,
  contactsSchema,
  frontchannelLogoutUriSchema,
  initiateLoginUriSchema,
  linkSchema,
  publisherSchema,
} from "../oauth/register/member-schemas";

import type { ProblemKey } from "./result";

/** An address, or none: an empty field is none. */
export function addressOrNone(schema: z.ZodType<string, string>) {
  return z
    .string()
    .trim()
    .transform((value) => (value === "" ? null : value))
    .pipe(schema.nullable())
    .nullable()
    .optional();
}

/** What a client tells about itself: to people, and where the portal finds it. @see RFC 7591 §2 */
export const metadataSchemas = {
  clientUri: linkSchema.nullable().optional(),
  logoUri: linkSchema.nullable().optional(),
  policyUri: linkSchema.nullable().optional(),
  tosUri: linkSchema.nullable().optional(),
  publisher: publisherSchema.nullable().optional(),
  contacts: contactsSchema.optional(),
  initiateLoginUri: addressOrNone(initiateLoginUriSchema),
  backchannelLogoutUri: addressOrNone(backchannelLogoutUriSchema),
  backchannelLogoutSessionRequired: z.boolean().optional(),
  frontchannelLogoutUri: addressOrNone(frontchannelLogoutUriSchema),
  frontchannelLogoutSessionRequired: z.boolean().optional(),
};

const fallback: ProblemKey = "field_invalid";

/** The catalogue's key for what the rules of registration found. */
export function toProblemKey(key: string | null): ProblemKey {
  return key !== null && isProblemKey(key) ? key : fallback;
}

/** What the use cases call a member of the metadata: `jwks_uri` is `jwksUri`. */
export function toFieldName(member: string): string {
  if (member === "client_name") return "name";
  if (member === "scope") return "scopes";
  return member.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isProblemKey(message: string): message is ProblemKey {
  return Object.hasOwn(getWords().console.problems, message);
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
