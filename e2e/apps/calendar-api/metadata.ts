import { config } from "./config";

export interface AuthorizationServerMetadata {
  issuer: string;
  jwks_uri: string;
  introspection_endpoint: string;
}

let known: Promise<AuthorizationServerMetadata> | null = null;

/**
 * The portal's metadata, read once. A failed read is not remembered, so the next request tries again.
 * @throws when the portal cannot be reached or names another issuer
 * @see RFC 8414 §3
 */
export function getMetadata(): Promise<AuthorizationServerMetadata> {
  known ??= read().catch((error: unknown) => {
    known = null;
    throw error;
  });
  return known;
}

async function read(): Promise<AuthorizationServerMetadata> {
  const response = await fetch(`${config.issuer}/.well-known/openid-configuration`, { redirect: "error" });
  if (!response.ok) throw new Error(`The portal's metadata answered ${response.status}.`);
  const metadata = (await response.json()) as AuthorizationServerMetadata;
  // RFC 8414 §3.3: the issuer must be the one that was asked for.
  if (metadata.issuer !== config.issuer) throw new Error(`The metadata is of another issuer: ${metadata.issuer}`);
  return metadata;
}
