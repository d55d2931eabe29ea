import { toAppDocument } from "../account/app-document";
import { listOwnApps, removeOwnApp } from "../account/connected-apps";
import { getOwnProfile } from "../account/profile";
import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import type { ApiCall, ApiRoute } from "./api-route";
import { pageOf } from "./page-of";

/** What an app may read and change in the account of the person who allowed it. */
export const accountRoutes: ApiRoute[] = [
  { method: "GET", path: "/account", scope: "account:read", handle: getAccount },
  { method: "GET", path: "/account/apps", scope: "account:apps", handle: getApps },
  { method: "DELETE", path: "/account/apps/{client_id}", scope: "account:apps", handle: deleteApp },
];

async function getAccount({ person, subject }: ApiCall): Promise<Response> {
  const profile = await getOwnProfile(person);
  return Response.json({
    sub: subject,
    email: profile.email,
    email_verified: profile.isEmailVerified,
    name: profile.name,
    locale: profile.locale,
    created_at: profile.createdAt.toISOString(),
  });
}

async function getApps({ request, context, person }: ApiCall): Promise<Response> {
  const { apps } = await listOwnApps(person, { order: "allowed" }, wordsFor("en"), context.now());
  const url = `${getOwnApi(context.issuer)}/account/apps`;
  const page = pageOf(request, apps, ({ app }) => app.clientId, url);
  if (typeof page === "string") return problem(400, page);
  return Response.json(
    { apps: page.items.map(({ app }) => toAppDocument(app)), next: page.next },
    { headers: page.headers },
  );
}

async function deleteApp({ context, person, params }: ApiCall): Promise<Response> {
  const removed = await removeOwnApp(person, params.client_id ?? "", context.now());
  return removed ? new Response(null, { status: 204 }) : problem(404, "This account has no such connected app.");
}
