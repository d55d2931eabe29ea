import { z } from "zod";
import { API_SIGNING_ALGS, CLIENT_POLICIES, TOKEN_TYPS } from "../apis/api-metadata";
import { requestFilterSchema } from "../clients/inspect-requests";
import { isMailAddress, normalizeEmail } from "../db/people/mail-address";
import { TEAM_ROLES } from "../events/team-roles";
import { STORED_SECRETS } from "../imports/doorkeeper";
import { IMPORT_SOURCES } from "../imports/entry";
import { SIGNING_ALGS } from "../oauth/algorithms";
import { accountClaimsSchema } from "../oauth/tokens/account-claims";
import { CLAIM_TYPES } from "../oauth/tokens/defined-claims";
import { CLAIM_EDITORS } from "../people/defined-claims";
import { directoryBody } from "../people/directory-document";
import { upstreamBody, upstreamChangesBody } from "../people/upstream-document";
import { scopeInput } from "./tagged-texts";

/** A command failed. The message is one sentence for the person at the terminal. */
export class CommandError extends Error {
  override name = "CommandError";

  /** @param isForPrograms the message is an answer that programs read, and goes to standard output */
  constructor(message: string, { isForPrograms = false, ...options }: ErrorOptions & { isForPrograms?: boolean } = {}) {
    super(message, options);
    this.isForPrograms = isForPrograms;
  }

  readonly isForPrograms: boolean;
}

/** Claims that the portal derives itself, so a file cannot set them. */
const OWN_CLAIMS = ["sub", "email", "email_verified", "updated_at"];

const knownClaims = new Set([...Object.keys(accountClaimsSchema.shape), ...OWN_CLAIMS]);

export const claimsInput = z
  .record(z.string(), z.unknown())
  .superRefine((claims, ctx) => {
    const unknown = Object.keys(claims).find((name) => !knownClaims.has(name));
    if (unknown) ctx.addIssue({ code: "custom", path: [unknown], message: "is not a standard claim" });
  })
  .pipe(accountClaimsSchema);

/** RFC 7591 §2 names, which registration reads. The operator may also choose the client's id and secret. */
export const metadataInput = z.looseObject({
  client_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/, "must be 1 to 100 ASCII characters without spaces")
    .optional(),
  client_secret: z.string().min(32, "must have 32 characters or more").optional(),
});

export type ClientMetadata = z.infer<typeof metadataInput>;

/** A whole number from 1, as typed or as JSON. */
function countOf(option: string, max: number) {
  const message = `${option} must be a whole number from 1 to ${max}`;
  return z
    .union([z.number(), z.string().regex(/^\d+$/, message).transform(Number)], message)
    .pipe(z.int(message).min(1, message).max(max, message));
}

/** An API with its scopes, under their names on the wire. The use case checks the values. */
export const apiInput = z.strictObject({
  identifier: z.string(),
  name: z.string(),
  token_format: z.enum(["opaque", "jwt"]).optional(),
  /** seconds */
  access_token_ttl: z.number().optional(),
  /** of JWT access tokens */
  signing_alg: z.enum(API_SIGNING_ALGS).optional(),
  token_typ: z.enum(TOKEN_TYPS).optional(),
  /** which apps may ask for it */
  client_policy: z.enum(CLIENT_POLICIES).optional(),
  /** client ids, for the policy "listed" */
  listed_clients: z.array(z.string()).optional(),
  scopes: z.array(scopeInput).optional(),
  /** an existing client; null: none; left out: a new one is made */
  introspection_client_id: z.string().nullable().optional(),
});

export type ApiInput = z.infer<typeof apiInput>;

const claimChangesInput = z.strictObject({
  label: z.string().optional(),
  /** in other languages, by tag */
  labels: z.record(z.string(), z.string()).optional(),
  editor: z.enum(CLAIM_EDITORS).optional(),
  /** the name of one that there is, or a new one */
  scope: z.union([z.string(), scopeInput]).optional(),
});

export type ClaimChangesInput = z.infer<typeof claimChangesInput>;

/** One of the operator's own claims. The use case checks the values. */
const claimInput = z.strictObject({
  name: z.string(),
  type: z.enum(CLAIM_TYPES).default("text"),
  label: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  editor: z.enum(CLAIM_EDITORS).default("administrator"),
  scope: z.union([z.string(), scopeInput]),
});

export type ClaimInput = z.infer<typeof claimInput>;

/** A domain whose addresses the operator believes to be verified; "any": of all domains. */
const trustedDomainInput = z
  .string()
  .transform((typed) => (typed === "any" ? typed : normalizeEmail(`user@${typed}`).slice("user@".length)))
  .refine(
    (domain) => domain === "any" || isMailAddress(`user@${domain}`),
    "--domain-verified must be a domain, or any",
  );

const emailInput = z.string().transform(normalizeEmail).refine(isMailAddress, "--email must be an e-mail address");

/** The use case checks it. */
const groupInput = z.string().max(1_000, "NAME is too long");
const memberInput = z.string().transform(normalizeEmail).refine(isMailAddress, "EMAIL must be an e-mail address");

/** A command with its checked input; travels as JSON to a running portal. */
export const commandSchema = z.discriminatedUnion("name", [
  z.object({
    name: z.literal("user create"),
    email: emailInput,
    password: z.string().min(1, "--password must not be empty"),
    isAdmin: z.boolean(),
    claims: claimsInput,
  }),
  z.object({ name: z.literal("user reset"), email: emailInput }),
  z.object({
    name: z.literal("user list"),
    /** a part of an address or a name; null: everybody */
    email: z.string().max(320, "--email is too long").nullable(),
  }),
  z.object({ name: z.literal("user invite"), email: emailInput }),
  z.object({ name: z.literal("user suspend"), email: emailInput }),
  z.object({ name: z.literal("user resume"), email: emailInput }),
  z.object({ name: z.literal("user require-new-factor"), email: emailInput }),
  z.object({ name: z.literal("user make-administrator"), email: emailInput }),
  z.object({ name: z.literal("user unmake-administrator"), email: emailInput }),
  z.object({ name: z.literal("user make-support"), email: emailInput }),
  z.object({ name: z.literal("user unmake-support"), email: emailInput }),
  z.object({
    name: z.literal("user delete"),
    email: emailInput,
    /** `delete`, or the address of their new owner; null: there are none */
    apps: z
      .string()
      .transform((typed) => (typed === "delete" ? typed : normalizeEmail(typed)))
      .refine((apps) => apps === "delete" || isMailAddress(apps), "--apps must be delete or an e-mail address")
      .nullable(),
  }),
  z.object({
    name: z.literal("import"),
    file: z.string(),
    from: z.enum(IMPORT_SOURCES, `--from must be one of ${IMPORT_SOURCES.join(", ")}`),
    isDry: z.boolean(),
    isUpdating: z.boolean(),
    trustedDomains: z.array(trustedDomainInput),
    secrets: z.enum(STORED_SECRETS, `--secrets must be ${STORED_SECRETS.join(" or ")}`).nullable(),
    report: z.string().nullable(),
  }),
  z.object({ name: z.literal("group create"), group: groupInput }),
  z.object({ name: z.literal("group list") }),
  z.object({ name: z.literal("group add"), group: groupInput, email: memberInput }),
  z.object({ name: z.literal("group remove"), group: groupInput, email: memberInput }),
  z.object({ name: z.literal("group delete"), group: groupInput }),
  z.object({ name: z.literal("claim list") }),
  z.object({ name: z.literal("claim create"), definition: claimInput }),
  z.object({ name: z.literal("claim change"), claim: z.string(), changes: claimChangesInput }),
  z.object({ name: z.literal("claim delete"), claim: z.string() }),
  z.object({
    name: z.literal("claim set"),
    claim: z.string(),
    email: memberInput,
    value: z.string().max(10_000, "VALUE is too long"),
  }),
  z.object({ name: z.literal("upstream list") }),
  z.object({ name: z.literal("upstream add"), upstream: upstreamBody }),
  z.object({ name: z.literal("upstream change"), id: z.string(), changes: upstreamChangesBody }),
  z.object({ name: z.literal("upstream remove"), id: z.string() }),
  z.object({ name: z.literal("directory list") }),
  z.object({ name: z.literal("directory add"), directory: directoryBody }),
  z.object({ name: z.literal("directory new-token"), directory: z.string().max(1_000, "NAME is too long") }),
  z.object({ name: z.literal("directory remove"), directory: z.string().max(1_000, "NAME is too long") }),
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
  z.object({ name: z.literal("client offer"), clientId: z.string(), email: memberInput }),
  z.object({ name: z.literal("client withdraw-offer"), clientId: z.string() }),
  z.object({ name: z.literal("client team"), clientId: z.string() }),
  z.object({
    name: z.literal("client invite"),
    clientId: z.string(),
    email: memberInput,
    role: z.enum(TEAM_ROLES, "--role must be developer or viewer"),
  }),
  z.object({ name: z.literal("client remove-teammate"), clientId: z.string(), email: memberInput }),
  z.object({ name: z.literal("client events"), clientId: z.string(), filter: requestFilterSchema }),
  z.object({ name: z.literal("client look-alikes") }),
  z.object({ name: z.literal("api create"), api: apiInput }),
  z.object({ name: z.literal("keys rotate"), alg: z.enum(SIGNING_ALGS).nullable() }),
  z.object({ name: z.literal("keys reseal") }),
  z.object({ name: z.literal("audit verify") }),
  z.object({ name: z.literal("check"), isJson: z.boolean() }),
  z.object({
    name: z.literal("doctor"),
    isJson: z.boolean(),
    /** who gets a mail as a trial; null: nobody */
    mailTo: z
      .string()
      .transform(normalizeEmail)
      .refine(isMailAddress, "--mail-to must be an e-mail address")
      .nullable(),
  }),
  z.object({ name: z.literal("db backup"), file: z.string() }),
  z.object({ name: z.literal("db restore"), file: z.string() }),
  z.object({ name: z.literal("db migrate") }),
  z.object({ name: z.literal("db sweep") }),
]);

export type Command = z.infer<typeof commandSchema>;

/** Members of a command that hold what a file says, or that people do not type by that name. */
const WRAPPERS = new Set<PropertyKey>([
  "claims",
  "metadata",
  "api",
  "group",
  "definition",
  "upstream",
  "directory",
  "changes",
]);

/** The first problem as a sentence. */
export function describeIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return "The input is not understood.";
  const place = issue.path.filter((part) => !WRAPPERS.has(part)).join(".");
  const isOption = /^(--|EMAIL)/.test(issue.message);
  return `${place && !isOption ? `${place}: ` : ""}${issue.message}.`.replace(/\.+$/, ".");
}
