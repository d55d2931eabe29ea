import { z } from "zod";
import { OFFERED_KINDS } from "../clients/client-kinds";
import { findProblemKey, ownSchemas } from "../clients/client-metadata";
import { problem } from "../http/problem";
import { readJson } from "../http/read-json";
import { wordsFor } from "../i18n/words";
import { findMember, memberOf, OWN_MEMBERS } from "../oauth/client/member-lists";
import type { MEMBERS, Member, OwnInput, OwnMember } from "../oauth/client/members";

const text = z.string();
/** More than any list of a client may hold. Each use case has its own limit. */
const texts = z.array(z.string()).max(200);

/** The JSON type of a member. */
const shapes: Record<Member["type"], z.ZodType> = {
  text: text.nullable(),
  choice: text.nullable(),
  list: texts,
  flag: z.boolean(),
  number: z.number().nullable(),
  json: z.unknown(),
};

type WireName<Key extends OwnMember> = (typeof MEMBERS)[Key]["wire"];
type Body = { [Key in Exclude<OwnMember, "name"> as WireName<Key>]: z.ZodOptional<z.ZodType<OwnInput[Key]>> };

/** The members that owners can set on a client, by their names on the wire. @see RFC 7591 §2 */
const members = Object.fromEntries(
  OWN_MEMBERS.filter((key) => key !== "name").map((key) => {
    const { wire, type, settings } = memberOf(key);
    // Members that are not settings are checked only by the use case, whose refusals have another `detail`.
    return [wire, settings ? ownSchemas[key] : shapes[type].optional()];
  }),
) as Body;

export const newClientBody = z.object({
  client_name: text,
  kind: z.enum(OFFERED_KINDS).default("web"),
  redirect_uris: texts.default([]),
  post_logout_redirect_uris: texts.default([]),
  subject_type: z.enum(["public", "pairwise"]).optional(),
  sector_identifier_uri: text.optional(),
  ...members,
});

export const clientChangesBody = z.object({ client_name: text.optional(), ...members });

export const scopesBody = z.object({ scope: text, optional_scope: text.default("") });

export const redirectUrisBody = z.object({
  uris: texts,
  kind: z.enum(["redirect", "post_logout"]).default("redirect"),
});

/** The members of a body under the names that the use cases use. */
export function toOwnInput(body: z.infer<typeof clientChangesBody>): OwnInput {
  const said: Readonly<Record<string, unknown>> = body;
  return Object.fromEntries(OWN_MEMBERS.map((key) => [key, said[memberOf(key).wire]]));
}

/** The body, read by `schema`, or the refusal to send. Other members are ignored. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ ok: true; body: z.infer<Schema> } | { ok: false; response: Response }> {
  const json = await readJson(request);
  if (!json.ok) return { ok: false, response: problem(json.status, json.detail) };
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, body: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({ name: issue.path.join("."), reason: describe(issue) }));
  return { ok: false, response: problem(422, "Some members of the body cannot be accepted.", { errors }) };
}

/** The console's sentence for a problem that a schema found, if it has one. The API answers in English. */
function describe({ path, message }: z.core.$ZodIssue): string {
  const words = wordsFor("en").console.problems;
  const key = findProblemKey(message, findMember(String(path[0] ?? "")) ?? "");
  return key === null ? message : words[key];
}
