import { z } from "zod";
import { clientKinds } from "../console/client-kinds";
import { problem } from "../http/problem";
import { readJson } from "../http/read-json";

const text = z.string();
const texts = z.array(z.string());

/** What a client tells about itself, by its names on the wire. @see RFC 7591 §2 */
const metadata = {
  client_uri: text.nullable().optional(),
  logo_uri: text.nullable().optional(),
  policy_uri: text.nullable().optional(),
  tos_uri: text.nullable().optional(),
  publisher: text.nullable().optional(),
  contacts: texts.optional(),
  initiate_login_uri: text.nullable().optional(),
  backchannel_logout_uri: text.nullable().optional(),
  backchannel_logout_session_required: z.boolean().optional(),
  frontchannel_logout_uri: text.nullable().optional(),
  frontchannel_logout_session_required: z.boolean().optional(),
};

export const newClientBody = z.object({
  client_name: text,
  kind: z.enum(clientKinds).default("web"),
  redirect_uris: texts.default([]),
  post_logout_redirect_uris: texts.default([]),
  ...metadata,
});

export const clientChangesBody = z.object({ client_name: text.optional(), ...metadata });

export const scopesBody = z.object({ scope: text, optional_scope: text.default("") });

export const redirectUrisBody = z.object({
  uris: texts,
  kind: z.enum(["redirect", "post_logout"]).default("redirect"),
});

/** The metadata members under the names that the use cases know. */
export function toMetadataInput(body: z.infer<typeof clientChangesBody>) {
  return {
    clientUri: body.client_uri,
    logoUri: body.logo_uri,
    policyUri: body.policy_uri,
    tosUri: body.tos_uri,
    publisher: body.publisher,
    contacts: body.contacts,
    initiateLoginUri: body.initiate_login_uri,
    backchannelLogoutUri: body.backchannel_logout_uri,
    backchannelLogoutSessionRequired: body.backchannel_logout_session_required,
    frontchannelLogoutUri: body.frontchannel_logout_uri,
    frontchannelLogoutSessionRequired: body.frontchannel_logout_session_required,
  };
}

/** The body in the shape of `schema`, or the refusal to send. Members that are not in it are ignored. */
export async function readBody<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<{ ok: true; body: z.infer<Schema> } | { ok: false; response: Response }> {
  const json = await readJson(request);
  if (!json.ok) return { ok: false, response: problem(json.status, json.detail) };
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return { ok: true, body: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({ name: issue.path.join("."), reason: issue.message }));
  return { ok: false, response: problem(422, "Some members of the body cannot be accepted.", { errors }) };
}
