import { z } from "zod";
import { wordsFor } from "../i18n/words";
import { findRow, memberOf, OWN_MEMBERS, toKey } from "../oauth/client/member-lists";
import type { ClientMembers, OwnInput, OwnMember } from "../oauth/client/members";
import type { MetadataProblem } from "../oauth/register/problems";
import type { ProblemKey } from "./result";

type OwnSchemas = { [Key in OwnMember]: z.ZodOptional<z.ZodType<ClientMembers[Key], OwnInput[Key]>> };

/**
 * What owners can set on a client, member by member. An absent member stays as it is. Null, or "" for a text, clears a
 * member that may have no value.
 */
export const ownSchemas = Object.fromEntries(
  OWN_MEMBERS.map((key) => [key, toOwnSchema(key).optional()]),
) as OwnSchemas;

function toOwnSchema(key: OwnMember): z.ZodType {
  const { type, schema, default: nothing } = memberOf(key);
  if (nothing !== null) return schema;
  const orNothing = schema.nullable();
  return type === "text" ? z.preprocess(orNull, orNothing) : orNothing;
}

function orNull(value: unknown): unknown {
  const text = typeof value === "string" ? value.trim() : value;
  return text === "" ? null : text;
}

const FALLBACK: ProblemKey = "field_invalid";

/**
 * The catalogue's key for a problem that a schema found: its message, or the key for any wrong value of the member;
 * null if there is none.
 */
export function findProblemKey(message: string, member: string): ProblemKey | null {
  return [message, findRow(member)?.problem ?? ""].find(isProblemKey) ?? null;
}

/** The catalogue's key for a problem that the rules of registration found. */
export function toProblemKey(key: string | null): ProblemKey {
  return key !== null && isProblemKey(key) ? key : FALLBACK;
}

function isProblemKey(message: string): message is ProblemKey {
  // Every language has the same keys.
  return Object.hasOwn(wordsFor("en").console.problems, message);
}

/** Problems of the client's members taken together, at the fields where they can be fixed. */
export function toFields(problems: readonly MetadataProblem[]): Record<string, ProblemKey> {
  const fields = Object.fromEntries(problems.map(({ member, key }) => [toKey(member), toProblemKey(key)]));
  // The addresses did not change: with a secret, nothing forces the app to use PKCE (RFC 8252 §8.1).
  const { redirectUris, postLogoutRedirectUris, ...others } = fields;
  if (redirectUris ?? postLogoutRedirectUris) others.tokenEndpointAuthMethod = "auth_method_dotless";
  return others;
}

/** The first problem of each field, as keys of the catalogue. */
export function problemsOf(error: z.ZodError): Record<string, ProblemKey> {
  const problems: Record<string, ProblemKey> = {};
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? "");
    problems[field] ??= findProblemKey(issue.message, field) ?? FALLBACK;
  }
  return problems;
}
