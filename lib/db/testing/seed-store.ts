import type { StoreSeed } from "../../oauth/testing/memory-store";
import { getDb } from "../client";
import type { Prisma } from "../generated/client";
import { toJson } from "../json";
import { newId } from "../new-id";

/** Leaves the database with exactly these people, clients, APIs and scopes. */
export async function seedStore({ subjects, clients, resources, scopes }: StoreSeed): Promise<void> {
  const db = await getDb();
  await db.$executeRaw`TRUNCATE users, clients, resources, scopes, grants, access_tokens, used_jtis CASCADE`;
  for (const { userId, emailVerified, claims, ...subject } of subjects) {
    const emailVerifiedAt = emailVerified ? subject.updatedAt : null;
    await db.user.create({
      data: { id: userId, ...subject, emailVerifiedAt, claims: claims as Prisma.InputJsonObject },
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
    data: scopes.map(({ resourceIdentifier, clientPolicy: _policy, listedClients: _clients, ...scope }) => ({
      ...scope,
      resourceId: resourceIdentifier === null ? null : resourceIds.get(resourceIdentifier),
    })),
  });
}
