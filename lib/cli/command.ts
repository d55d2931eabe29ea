import { z } from "zod";
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

/** A command with its checked input; travels as JSON to a running portal. */
export const commandSchema = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("user create"),
    email: z.email("--email must be an e-mail address"),
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
  }),
  z.object({ name: z.literal("client look-alikes") }),
  z.object({ name: z.literal("keys rotate"), alg: z.enum(SIGNING_ALGS).nullable() }),
  z.object({ name: z.literal("db migrate") }),
  z.object({ name: z.literal("db sweep") }),
]);

export type Command = z.infer<typeof commandSchema>;

/** The first problem as a sentence. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "The input is not understood.";
  const place = issue.path.filter((part) => part !== "claims" && part !== "metadata").join(".");
  const isOption = issue.message.startsWith("--");
  return `${place && !isOption ? `${place}: ` : ""}${issue.message}.`.replace(/\.+$/, ".");
}
