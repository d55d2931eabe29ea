import { getEnv } from "../../env";
import type { ScopeRisk } from "../../oauth/model";
import type { PrismaClient } from "../generated/client";
import { newId } from "./new-id";

/** The scopes every portal has: those of OpenID Connect, and those of the portal's own API. @see OIDC Core §5.4 */
export const builtInScopes = [
  { name: "openid", risk: "identity", icon: "user" },
  { name: "profile", risk: "identity", icon: "id-card" },
  { name: "email", risk: "identity", icon: "mail" },
  { name: "address", risk: "identity", icon: "map-pin" },
  { name: "phone", risk: "identity", icon: "phone" },
  { name: "groups", risk: "identity", icon: "users" },
  { name: "offline_access", risk: "read", icon: "clock" },
  { name: "account:read", risk: "read", icon: "user" },
  { name: "account:apps", risk: "change", icon: "layout-grid" },
  { name: "consents", risk: "change", icon: "layout-grid" },
  { name: "clients:read", risk: "read", icon: "code" },
  { name: "clients:write", risk: "sensitive", icon: "code" },
  { name: "grant_management_query", risk: "read", icon: "layout-grid" },
  { name: "grant_management_revoke", risk: "change", icon: "layout-grid" },
  // Not for third parties: see `isRegisteredFor` of the core.
  { name: "admin", risk: "sensitive", icon: "shield", isPublic: false },
] as const satisfies readonly { name: string; risk: ScopeRisk; icon: string; isPublic?: boolean }[];

/** Names their words in the catalogue (`words.scopes`). */
export type BuiltInScopeName = (typeof builtInScopes)[number]["name"];

/** Scopes of the portal's own API; the others are about the person, and need no API. */
const OWN_API_SCOPES = ["account:read", "account:apps", "consents", "clients:read", "clients:write", "admin"];

/** Where the portal's own API is, below the issuer, which may change. */
const OWN_API_PATH = "/api/v1";

/** A scope that the portal's own API has had from the beginning: by it, it is known under a former issuer. */
const FIRST_SCOPE = "account:apps";

/** The name under which the portal's own API is made. */
export const OWN_API_NAME = "Account and apps";

/**
 * Adds the missing ones and keeps what an operator changed. The portal's own API is a resource like any other, under
 * the current issuer. A scope that an operator's API had before the portal had one of that name stays that API's, because
 * that is what people allowed. Runs after every migration, and may run any number of times.
 * @see RFC 8707 §2
 */
export async function seedBuiltInScopes(db: PrismaClient): Promise<void> {
  await db.scope.createMany({ data: builtInScopes.map((scope) => ({ ...scope })), skipDuplicates: true });
  const identifier = getEnv().issuer + OWN_API_PATH;
  const resource = await db.resource.upsert({
    where: { identifier },
    create: { id: newId(), identifier, name: OWN_API_NAME },
    update: {},
    select: { id: true },
  });
  await db.scope.updateMany({
    where: {
      name: { in: OWN_API_SCOPES },
      OR: [
        { resourceId: null },
        {
          resource: {
            identifier: { not: identifier, endsWith: OWN_API_PATH },
            scopes: { some: { name: FIRST_SCOPE } },
          },
        },
      ],
    },
    data: { resourceId: resource.id },
  });
}
