import { z } from "zod";
import { readForeignHash } from "../auth/foreign-passwords/read-hash";
import type { Entry } from "./entry";
import type { JsonEntry } from "./json-entries";

/** The list in what `hydra list clients --format json` prints; the API answers with a list alone. */
export const HYDRA_LISTS = ["items"];

/** Members that mean the same here: Hydra names them after RFC 7591 as well. */
const MEMBERS = [
  "client_name",
  "redirect_uris",
  "post_logout_redirect_uris",
  "grant_types",
  "response_types",
  "scope",
  "token_endpoint_auth_method",
  "client_uri",
  "policy_uri",
  "tos_uri",
  "contacts",
  "jwks",
  "jwks_uri",
  "subject_type",
  "backchannel_logout_uri",
  "backchannel_logout_session_required",
  "frontchannel_logout_uri",
  "frontchannel_logout_session_required",
] as const;

const clientSchema = z.looseObject({ client_id: z.string().min(1), client_secret: z.string().nullish() });

/** A client of Ory Hydra. @see Ory Hydra, "OAuth 2.0 Client" of its API */
export function readHydraClient({ at, value }: JsonEntry): Entry {
  const parsed = clientSchema.safeParse(value);
  if (!parsed.success) return { at, leftOut: "broken" };
  const { client_id: clientId, client_secret: secret, ...client } = parsed.data;
  const sent = MEMBERS.filter((member) => Object.hasOwn(client, member) && !isEmpty(client[member]));
  const metadata = Object.fromEntries(sent.map((member) => [member, client[member]]));
  // A row of Hydra's own table has a hash in this place, by bcrypt or PBKDF2.
  const known = secret?.startsWith("$") ? readForeignHash(secret) : (secret ?? null);
  return { at, app: { clientId, metadata, secret: known, notes: [] } };
}

/** Hydra writes empty lists, documents and texts for what was never set. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
