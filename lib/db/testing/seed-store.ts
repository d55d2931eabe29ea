import type { StoreSeed } from "../../oauth/testing/memory-store";
import { getDb } from "../driver/database";
import { toJson } from "../driver/json";
import { newId } from "../driver/new-id";
import { Prisma } from "../generated/client";

/** Leaves the database with exactly these people, clients, APIs, scopes, grants and refresh tokens. */
export async function seedStore(seed: StoreSeed): Promise<void> {
  const { subjects, clients, resources, scopes, groups = [], grants = [], refreshTokens = [] } = seed;
  const db = await getDb();
  await db.$executeRaw`TRUNCATE users, groups, clients, resources, scopes, grants, access_tokens, used_jtis,
    status_lists, revoked_statuses CASCADE`;
  for (const { userId, emailVerified, claims, ...subject } of subjects) {
    const emailVerifiedAt = emailVerified ? subject.updatedAt : null;
    await db.user.create({
      data: { id: userId, ...subject, emailVerifiedAt, claims: claims as Prisma.InputJsonObject },
    });
  }
  for (const { name, members } of groups) {
    const users = members.map((userId) => ({ userId, addedAt: new Date(0) }));
    await db.group.create({
      data: { id: newId(), name, nameKey: name, createdAt: new Date(0), members: { create: users } },
    });
  }
  for (const { clientId, redirectUris, postLogoutRedirectUris, secrets, jwks, ...client } of clients) {
    const uris = [
      ...redirectUris.map((uri) => ({ id: newId(), kind: "redirect", uri })),
      ...postLogoutRedirectUris.map((uri) => ({ id: newId(), kind: "post_logout", uri })),
    ];
    await db.client.create({
      data: {
        id: clientId,
        ...client,
        ...(jwks && { jwks: toJson({ ...jwks }) }),
        redirectUris: { create: uris },
        secrets: { create: secrets.map((secret) => ({ ...secret, hint: "hint" })) },
      },
    });
  }
  const resourceIds = new Map<string, string>();
  for (const { introspectionClientId, scopes: _names, ...resource } of resources) {
    const id = newId();
    resourceIds.set(resource.identifier, id);
    await db.resource.create({ data: { id, clientId: introspectionClientId, ...resource } });
  }
  await db.scope.createMany({
    data: scopes.map(
      ({ resourceIdentifier, claims: _claims, clientPolicy: _policy, listedClients: _clients, ...scope }) => ({
        ...scope,
        texts: toJson(scope.texts),
        resourceId: resourceIdentifier === null ? null : resourceIds.get(resourceIdentifier),
      }),
    ),
  });
  const claims = scopes.flatMap(({ name: scopeName, claims }) => claims.map((name) => ({ name, scopeName })));
  await db.claimDefinition.createMany({
    data: claims.map((claim) => ({
      ...claim,
      type: "text",
      editor: "person",
      label: claim.name,
      createdAt: new Date(0),
    })),
  });
  await db.grant.createMany({
    data: grants.map((grant) => ({ ...grant, claims: grant.claims === null ? Prisma.DbNull : toJson(grant.claims) })),
  });
  await db.refreshToken.createMany({ data: refreshTokens });
}
