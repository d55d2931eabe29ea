import { z } from "zod";
import { findMember, memberOf, REGISTERED_MEMBERS } from "../client/member-lists";
import { MEMBERS, type RegisteredSchemas } from "../client/members";
import { MAX_WORDS } from "../wire/params";
import { splitWords } from "../wire/words";
import { type MetadataProblem, schemaProblem } from "./problems";

/** The most addresses that are read from a list. The rules decide how many a client may have. */
const uris = z.array(z.string().max(2000, "text_long")).max(200, "redirect_uris_many");
const text = z.string().min(1, "text_missing").max(500, "text_long");

/** The most members such as `name#ko`, over all languages. */
const MAX_TRANSLATIONS = 100;

/** Members that ask for something that this server would not do, so they are refused instead of ignored. */
const UNSUPPORTED = [
  "id_token_encrypted_response_alg",
  "id_token_encrypted_response_enc",
  "userinfo_encrypted_response_alg",
  "userinfo_encrypted_response_enc",
  "request_object_encryption_alg",
  "request_object_encryption_enc",
];

const members = Object.fromEntries(
  REGISTERED_MEMBERS.map(memberOf).map(({ wire, schema, registrationSchema }) => [wire, registrationSchema ?? schema]),
) as RegisteredSchemas;

/** Members outside the table: this server derives something from them, or only stores them. */
const metadataSchema = z.object({
  ...members,
  redirect_uris: uris,
  post_logout_redirect_uris: uris,
  // OpenID Connect Dynamic Client Registration §2 knows web and native; any other value is replaced.
  application_type: text,
  scope: z
    .string()
    .max(5000, "text_long")
    .refine((scope) => splitWords(scope, MAX_WORDS) !== null, "text_long"),
  subject_type: z.enum(["public", "pairwise"]),
  software_id: text,
  software_version: text,
});

/** The known members that were sent, each of the right shape; without defaults. */
export type WireMetadata = Partial<z.infer<typeof metadataSchema>> & {
  /** members such as `client_name#ko` */
  localized: Record<string, string>;
};

export type WireReading = { ok: true; metadata: WireMetadata } | { ok: false; problems: MetadataProblem[] };

/** What a program may send to register a client. @see RFC 7591 §2 */
export const registrationBody = metadataSchema.partial();

/**
 * The members of a client's metadata that this server understands. Others are ignored, and a null or an empty string
 * counts as left out.
 * @see RFC 7591 §2, RFC 7592 §2.2, OpenID Connect Dynamic Client Registration §2
 */
export function readWireMetadata(json: Readonly<Record<string, unknown>>): WireReading {
  const sent = Object.entries(json).filter(([, value]) => value !== null && value !== "");
  const problems: MetadataProblem[] = sent
    .filter(([member]) => UNSUPPORTED.includes(member))
    .map(([member]) => schemaProblem(member, "unsupported"));
  const parsed = registrationBody.safeParse(Object.fromEntries(sent));
  if (!parsed.success) {
    for (const { path, message } of parsed.error.issues) problems.push(schemaProblem(String(path[0] ?? ""), message));
  }
  const localized: Record<string, string> = {};
  let translations = 0;
  for (const [member, value] of sent) {
    const schema = findLocalizedSchema(member);
    if (!schema) continue;
    translations += 1;
    if (translations > MAX_TRANSLATIONS) {
      problems.push(schemaProblem(member, "translations_many"));
      break;
    }
    const result = schema.safeParse(value);
    if (result.success && result.data !== null) localized[member] = result.data;
    else problems.push(schemaProblem(member, result.error?.issues[0]?.message ?? "text_long"));
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems };
  return { ok: true, metadata: { ...parsed.data, localized } };
}

function findLocalizedSchema(member: string): z.ZodType<string | null> | null {
  const [, name, tag] = /^([a-z_]+)#([A-Za-z0-9-]{1,35})$/.exec(member) ?? [];
  const key = name === undefined || tag === undefined ? null : findMember(name);
  if (key === null) return null;
  const row = MEMBERS[key];
  return "isLocalized" in row ? row.schema : null;
}
