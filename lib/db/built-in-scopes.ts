import { getEnv } from "../env";
import type { ScopeRisk } from "../oauth/model";
import type { PrismaClient } from "./generated/client";
import { newId } from "./new-id";

interface BuiltInScope {
  name: string;
  title: string;
  detail: string | null;
  risk: ScopeRisk;
  icon: string;
}

/** The scopes every portal has: those of OpenID Connect, and those of the portal's own API. @see OIDC Core §5.4 */
export const builtInScopes: readonly BuiltInScope[] = [
  {
    name: "openid",
    title: "Know who you are",
    detail: "Recognise you when you come back.",
    risk: "identity",
    icon: "user",
  },
  {
    name: "profile",
    title: "See your name and profile",
    detail: "Your name, picture, language and other profile details.",
    risk: "identity",
    icon: "id-card",
  },
  {
    name: "email",
    title: "See your email address",
    detail: "And whether it has been confirmed.",
    risk: "identity",
    icon: "mail",
  },
  { name: "address", title: "See your postal address", detail: null, risk: "identity", icon: "map-pin" },
  { name: "phone", title: "See your phone number", detail: null, risk: "identity", icon: "phone" },
  {
    name: "offline_access",
    title: "Keep access while you are away",
    detail: "Stay connected until you remove the access.",
    risk: "read",
    icon: "clock",
  },
  {
    name: "account:read",
    title: "See your account details",
    detail: "Your email address, your name and when you joined.",
    risk: "read",
    icon: "user",
  },
  {
    name: "account:apps",
    title: "Manage the apps you connected",
    detail: "See which apps have access to your account, and remove their access.",
    risk: "change",
    icon: "layout-grid",
  },
  {
    name: "clients:read",
    title: "See the apps you registered",
    detail: "Their names, settings and addresses; never their secrets.",
    risk: "read",
    icon: "code",
  },
  {
    name: "clients:write",
    title: "Register and change your apps",
    detail: "Create apps, change their settings and make secrets for them.",
    risk: "sensitive",
    icon: "code",
  },
];

/** Scopes of the portal's own API; the others are about the person, and need no API. */
const ownApiScopes = ["account:read", "account:apps", "clients:read", "clients:write"];

/**
 * Adds those that are missing; what an operator changed stays. The portal's own API is a resource like any other, under
 * the issuer of today. Runs after every migration, any number of times.
 * @see RFC 8707 §2
 */
export async function seedBuiltInScopes(db: PrismaClient): Promise<void> {
  await db.scope.createMany({ data: builtInScopes.map((scope) => ({ ...scope })), skipDuplicates: true });
  const { issuer } = getEnv();
  const resource = await db.resource.upsert({
    where: { identifier: `${issuer}/api/v1` },
    create: { id: newId(), identifier: `${issuer}/api/v1`, name: "Account and apps" },
    update: {},
    select: { id: true },
  });
  await db.scope.updateMany({
    where: { name: { in: ownApiScopes }, OR: [{ resourceId: null }, { resourceId: { not: resource.id } }] },
    data: { resourceId: resource.id },
  });
}
