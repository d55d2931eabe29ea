import type { JWK } from "jose";
import { z } from "zod";
import type { ClientJwks } from "../../oauth/client/jwks-schema";
import type { ScopeText } from "../../oauth/model";

/**
 * The public half of a signing key, as its column holds it. Other members are dropped.
 * @see RFC 7517 §4, RFC 7518 §6
 */
const publicJwkColumn = z.object({
  kty: z.string(),
  kid: z.string().optional(),
  alg: z.string().optional(),
  use: z.string().optional(),
  crv: z.string().optional(),
  x: z.string().optional(),
  y: z.string().optional(),
  n: z.string().optional(),
  e: z.string().optional(),
});

const clientJwksColumn = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

const scopeTextsColumn = z.record(z.string(), z.object({ title: z.string(), detail: z.string().nullable() }));

/** What people read about a scope, by language. @throws when the column holds anything else */
export function readScopeTexts(value: unknown): Record<string, ScopeText> {
  return scopeTextsColumn.parse(value);
}

/** @throws when the column holds no public key */
export function readPublicJwk(value: unknown): JWK {
  return publicJwkColumn.parse(value);
}

/** @throws when the column holds neither null nor a set of keys */
export function readClientJwks(value: unknown): ClientJwks | null {
  return clientJwksColumn.nullable().parse(value);
}
