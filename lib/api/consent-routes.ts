import { z } from "zod";
import { findOwnApp, listOwnApps, narrowOwnApp, removeOwnApp } from "../account/connected-apps";
import { listEndingAccesses } from "../account/unused-access";
import type { ConnectedApp } from "../db/people/consents";
import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import type { ApiCall, ApiRoute } from "./api-route";
import { readBody } from "./client-body";
import { pageOf } from "./page-of";

const LIST = "/consents";
const ONE = `${LIST}/{client_id}`;
const SCOPE = "consents";

const changesBody = z.object({ scopes: z.array(z.string()).max(200) });

/** What the person of the access token allowed apps, for that person's own tools. */
export const consentRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope: SCOPE, handle: getConsents },
  { method: "GET", path: ONE, scope: SCOPE, handle: getConsent },
  { method: "PATCH", path: ONE, scope: SCOPE, body: changesBody, handle: patchConsent },
  { method: "DELETE", path: ONE, scope: SCOPE, handle: deleteConsent },
];

async function getConsents(call: ApiCall): Promise<Response> {
  const { request, context, person } = call;
  const { apps } = await listOwnApps(person, { order: "allowed" }, wordsFor("en"), context.now());
  const page = pageOf(request, apps, ({ app }) => app.clientId, `${getOwnApi(context.issuer)}${LIST}`);
  if (typeof page === "string") return problem(400, page);
  const consents = await toDocuments(
    call,
    page.items.map(({ app }) => app),
  );
  return Response.json({ consents, next: page.next }, { headers: page.headers });
}

async function getConsent(call: ApiCall): Promise<Response> {
  const { context, person, params } = call;
  const found = await findOwnApp(person, params.client_id ?? "", wordsFor("en"), context.now());
  return found ? answerOne(call, found.app) : notFound();
}

async function patchConsent(call: ApiCall): Promise<Response> {
  const { request, context, person, params } = call;
  const sent = await readBody(request, changesBody);
  if (!sent.ok) return sent.response;
  const { scopes } = sent.body;
  if (scopes.length === 0) return problem(400, "scopes is empty. To remove all access, use DELETE.");
  const narrowed = await narrowOwnApp(person, params.client_id ?? "", scopes, context.now());
  if (!narrowed) return notFound();
  if (narrowed.ok) return answerOne(call, narrowed.app);
  const errors = narrowed.unknown.map((name) => ({ name, reason: "The app does not have this scope." }));
  const names = narrowed.unknown.join(" ");
  return problem(400, `scopes can only leave out what the app has. It does not have: ${names}`, { errors });
}

async function deleteConsent({ context, person, params }: ApiCall): Promise<Response> {
  const removed = await removeOwnApp(person, params.client_id ?? "", context.now());
  return removed ? new Response(null, { status: 204 }) : notFound();
}

async function answerOne(call: ApiCall, app: ConnectedApp): Promise<Response> {
  const [document] = await toDocuments(call, [app]);
  return Response.json(document);
}

/** The consents with when each ends because nobody uses it. */
async function toDocuments({ context, person }: ApiCall, apps: ConnectedApp[]): Promise<Record<string, unknown>[]> {
  const clientIds = apps.map(({ clientId }) => clientId);
  const ending = await listEndingAccesses(person, context.now(), clientIds);
  const endOf = new Map(ending.map(({ clientId, endsAt }) => [clientId, endsAt]));
  return apps.map((app) => toDocument(app, endOf.get(app.clientId) ?? null));
}

function toDocument(app: ConnectedApp, unusedEndsAt: Date | null): Record<string, unknown> {
  return {
    client_id: app.clientId,
    client_name: app.name,
    is_deleted: app.isDeleted,
    scopes: app.scopes.map(({ name }) => name),
    resources: app.resources.map(({ identifier }) => identifier),
    created_at: app.allowedAt.toISOString(),
    expires_at: app.expiresAt?.toISOString() ?? null,
    last_used_at: app.lastUsedAt?.toISOString() ?? null,
    scopes_last_used_at: Object.fromEntries(
      app.scopes.map(({ name, lastUsedAt }) => [name, lastUsedAt?.toISOString() ?? null]),
    ),
    unused_ends_at: unusedEndsAt?.toISOString() ?? null,
  };
}

function notFound(): Response {
  return problem(404, "This account has no consent for such an app.");
}
