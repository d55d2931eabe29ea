import type { ClientDetails } from "../db/clients/clients";
import { ALL_MEMBERS, toWireName } from "../oauth/client/member-lists";
import type { PendingChanges } from "../oauth/client/review";

/** A client by its names on the wire. @see RFC 7591 §2, §3.2.1 */
export function toClientDocument(client: ClientDetails): Record<string, unknown> {
  return {
    client_id: client.clientId,
    client_id_issued_at: Math.floor(client.createdAt.getTime() / 1000),
    ...Object.fromEntries(ALL_MEMBERS.map((key) => [toWireName(key), client[key]])),
    status: client.status,
    is_suspended: client.suspendedAt !== null,
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    scope: client.scopes.join(" "),
    optional_scope: client.optionalScopes.join(" "),
    require_pkce: client.requirePkce || client.tokenEndpointAuthMethod === "none",
    subject_type: client.pairwiseSector === null ? "public" : "pairwise",
    pending_changes: client.pendingChanges && toPendingDocument(client.pendingChanges),
    updated_at: client.updatedAt.toISOString(),
  };
}

/** A verified client's changes that no administrator has reviewed. */
function toPendingDocument({ scopes, hosts, ...members }: PendingChanges): Record<string, unknown> {
  const document = {
    ...Object.fromEntries(Object.entries(members).map(([key, value]) => [toWireName(key), value])),
    scope: scopes?.join(" "),
    redirect_hosts: hosts,
  };
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
}
