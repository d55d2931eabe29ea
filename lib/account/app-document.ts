import type { ConnectedApp } from "../db/people/consents";

/** An app that a person allowed, as it appears in the API and in their export. */
export function toAppDocument(app: ConnectedApp): Record<string, unknown> {
  return {
    client_id: app.clientId,
    client_name: app.name,
    publisher: app.publisher,
    is_verified: app.status === "verified",
    is_deleted: app.isDeleted,
    allowed_at: app.allowedAt.toISOString(),
    last_used_at: app.lastUsedAt?.toISOString() ?? null,
    expires_at: app.expiresAt?.toISOString() ?? null,
    resources: app.resources.map(({ identifier, name }) => ({ identifier, name })),
    scopes: app.scopes.map((scope) => ({
      name: scope.name,
      title: scope.title,
      is_optional: scope.isOptional,
      granted_at: scope.grantedAt.toISOString(),
      last_used_at: scope.lastUsedAt?.toISOString() ?? null,
    })),
  };
}
