import { z } from "zod";
import { UPSTREAM_PRESETS } from "../auth/upstreams/presets";
import type { ManagedUpstream, NewUpstream, UpstreamInput } from "./upstreams";

const text = z.string().max(2_000);
const texts = z.array(text).max(100);

/** What can be changed of an upstream, as the HTTP API and the command line take it. What is left out stays. */
export const upstreamChangesBody = z.strictObject({
  name: text.optional(),
  client_id: text.optional(),
  client_secret: text.optional(),
  /** empty: what is needed to know name and address */
  scopes: texts.optional(),
  /** of mail addresses: whoever types one of these and no password is led there */
  domains: texts.optional(),
  /** whether new people can make an account by it */
  allows_sign_up: z.boolean().optional(),
  is_on: z.boolean().optional(),
});

/** A new upstream. The use case checks the values. */
export const upstreamBody = z.strictObject({
  id: text,
  preset: z.enum(UPSTREAM_PRESETS).default("openid"),
  issuer: text.nullable().default(null),
  name: text,
  client_id: text,
  client_secret: text,
  scopes: texts.default([]),
  domains: texts.default([]),
  allows_sign_up: z.boolean().default(false),
  is_on: z.boolean().default(true),
});

export type UpstreamBody = z.infer<typeof upstreamBody>;
export type UpstreamChangesBody = z.infer<typeof upstreamChangesBody>;

/** As the use case takes it. */
export function readUpstreamBody(body: UpstreamBody): NewUpstream {
  const { id: upstreamId, preset, issuer, name, client_id: clientId, client_secret: secret, scopes, domains } = body;
  const { allows_sign_up: allowsSignUp, is_on: isOn } = body;
  return { upstreamId, preset, issuer, name, clientId, secret, scopes, domains, allowsSignUp, isOn };
}

/** The same for changes. */
export function readUpstreamChanges(body: UpstreamChangesBody): {
  [Key in keyof UpstreamInput]?: UpstreamInput[Key] | undefined;
} {
  const { name, client_id: clientId, client_secret: secret, scopes, domains } = body;
  return { name, clientId, secret, scopes, domains, allowsSignUp: body.allows_sign_up, isOn: body.is_on };
}

/** An upstream as programs read it; never its secret. */
export function toUpstreamDocument(upstream: ManagedUpstream): Record<string, unknown> {
  const { upstreamId: id, preset, issuer, name, clientId, scopes, domains, allowsSignUp, isOn } = upstream;
  return {
    id,
    preset,
    issuer,
    name,
    client_id: clientId,
    scopes,
    domains,
    allows_sign_up: allowsSignUp,
    is_on: isOn,
    redirect_uri: upstream.redirectUri,
    created_at: upstream.createdAt.toISOString(),
  };
}
