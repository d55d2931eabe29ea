import { z } from "zod";
import { clientPolicies, signingAlgs, tokenTyps } from "../console/resource-metadata";
import { isMailAddress, normalizeEmail } from "../db/mail-address";
import { accountClaimsSchema } from "../oauth/account-claims";
import { SIGNING_ALGS } from "../oauth/own-jwt";

/** A command that could not be done; the message is one sentence for the person at the terminal. */
export class CommandError extends Error {
  override name = "CommandError";
}

/** What the portal knows itself and a file cannot say. */
const ownClaims = ["sub", "email", "email_verified", "updated_at"];

const knownClaims = new Set([...Object.keys(accountClaimsSchema.shape), ...ownClaims]);

export const claimsInput = z
  .record(z.string(), z.unknown())
  .superRefine((claims, ctx) => {
    const unknown = Object.keys(claims).find((name) => !knownClaims.has(name));
    if (unknown) ctx.addIssue({ code: "custom", path: [unknown], message: "is not a standard claim" });
  })
  .pipe(accountClaimsSchema);

/** RFC 7591 §2 names; registration reads them. The operator may also choose what a client is known by. */
export const metadataInput = z.looseObject({
  client_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 ASCII characters without spaces")
    .optional(),
  client_secret: z.string().min(32, "must have 32 characters or more").optional(),
});

export type ClientMetadata = z.infer<typeof metadataInput>;

/** A whole number from 1 on, as typed or as it travels. */
function countOf(option: string, max: number) {
  const message = `${option} must be a whole number from 1 to ${max}`;
  return z
    .union([z.number(), z.string().regex(/^\d+$/, message).transform(Number)], message)
    .pipe(z.int(message).min(1, message).max(max, message));
}

/** An API with its scopes, in the names of the wire. Its use case checks the values. */
export const apiInput = z.strictObject({
  identifier: z.string(),
  name: z.string(),
  token_format: z.enum(["opaque", "jwt"]).optional(),
  /** seconds */
  access_token_ttl: z.number().optional(),
  /** of JWT access tokens */
  signing_alg: z.enum(signingAlgs).optional(),
  token_typ: z.enum(tokenTyps).optional(),
  /** which apps may ask for it */
  client_policy: z.enum(clientPolicies).optional(),
  /** client ids, for the policy "listed" */
  listed_clients: z.array(z.string()).optional(),
  scopes: z
    .array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        detail: z.string().optional(),
        risk: z.enum(["identity", "read", "change", "sensitive"]).optional(),
        icon: z.string().optional(),
        public: z.boolean().optional(),
      }),
    )
    .optional(),
  /** a client that is registered already; null: none. Left out, one is made. */
  introspection_client_id: z.string().nullable().optional(),
});

export type ApiInput = z.infer<typeof apiInput>;

/** A command with its checked input; travels as JSON to a running portal. */
export const commandSchema = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("user create"),
    email: z.string().transform(normalizeEmail).refine(isMailAddress, "--email must be an e-mail address"),
    password: z.string().min(1, "--password must not be empty"),
    isAdmin: z.boolean(),
    claims: claimsInput,
  }),
  z.object({ name: z.literal("client create"), metadata: metadataInput }),
  z.object({
    name: z.literal("registration-token create"),
    note: z.string().max(200, "--note must have 200 characters at most").nullable(),
    uses: countOf("--uses", 1_000_000).nullable(),
    days: countOf("--days", 3_650).nullable(),
    isTrusted: z.boolean(),
  }),
  z.object({ name: z.literal("registration-token list") }),
  z.object({ name: z.literal("registration-token revoke"), id: z.uuid("the ID is not one that the list shows") }),
  z.object({ name: z.literal("client look-alikes") }),
  z.object({ name: z.literal("api create"), api: apiInput }),
  z.object({ name: z.literal("keys rotate"), alg: z.enum(SIGNING_ALGS).nullable() }),
  z.object({ name: z.literal("audit verify") }),
  z.object({ name: z.literal("doctor") }),
  z.object({ name: z.literal("db backup"), file: z.string() }),
  z.object({ name: z.literal("db restore"), file: z.string() }),
  z.object({ name: z.literal("db migrate") }),
  z.object({ name: z.literal("db sweep") }),
]);

export type Command = z.infer<typeof commandSchema>;

/** The first problem as a sentence. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "The input is not understood.";
  const place = issue.path.filter((part) => part !== "claims" && part !== "metadata" && part !== "api").join(".");
  const isOption = issue.message.startsWith("--");
  return `${place && !isOption ? `${place}: ` : ""}${issue.message}.`.replace(/\.+$/, ".");
}
