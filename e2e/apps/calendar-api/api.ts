import { checkAccessToken, type TokenInfo } from "./access-token";
import { config } from "./config";
import { addEvent, listEvents } from "./events";

const metadataUrl = new URL("/.well-known/oauth-protected-resource", config.resource).href;

/** The whole API: `GET /events`, `POST /events`, and its RFC 9728 metadata. */
export async function handleRequest(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === "/.well-known/oauth-protected-resource") return protectedResourceMetadata();
  if (pathname !== "/events") return Response.json({ error: "not_found" }, { status: 404 });
  try {
    if (request.method === "GET") return await withScope(request, config.scopes.read, getEvents);
    if (request.method === "POST") return await withScope(request, config.scopes.write, postEvent);
    return Response.json({ error: "method_not_allowed" }, { status: 405, headers: { allow: "GET, POST" } });
  } catch (error) {
    console.error(error);
    return Response.json({ error: "temporarily_unavailable" }, { status: 503, headers: { "retry-after": "5" } });
  }
}

function getEvents(token: TokenInfo): Response {
  return Response.json({ events: listEvents(token.subject) });
}

async function postEvent(token: TokenInfo, request: Request): Promise<Response> {
  const body = (await request.json().catch(() => null)) as { title?: unknown; startsAt?: unknown } | null;
  const title = typeof body?.title === "string" ? body.title.trim() : "";
  const startsAt = new Date(typeof body?.startsAt === "string" ? body.startsAt : Number.NaN);
  if (title.length < 1 || title.length > 100 || Number.isNaN(startsAt.getTime())) {
    return Response.json(
      { error: "invalid_event", error_description: "title and startsAt are needed" },
      { status: 422 },
    );
  }
  return Response.json(addEvent(token.subject, title, startsAt), { status: 201 });
}

async function withScope(
  request: Request,
  scope: string,
  answer: (token: TokenInfo, request: Request) => Response | Promise<Response>,
): Promise<Response> {
  const [scheme, token] = (request.headers.get("authorization") ?? "").split(" ");
  // RFC 6750 §3.1: the answer to a request without a token says only how to get one.
  if (scheme?.toLowerCase() !== "bearer" || !token) return challenge(401, {});
  const info = await checkAccessToken(token);
  if (!info) {
    return challenge(401, { error: "invalid_token", error_description: "The token is unknown, expired or revoked" });
  }
  if (!info.scopes.includes(scope)) return challenge(403, { error: "insufficient_scope", scope });
  const response = await answer(info, request);
  response.headers.set("cache-control", "no-store");
  return response;
}

/** @see RFC 6750 §3, RFC 9728 §5.1 */
function challenge(status: 401 | 403, parameters: Record<string, string>): Response {
  const all = { realm: "calendar", ...parameters, resource_metadata: metadataUrl };
  const header = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
  return Response.json(parameters, {
    status,
    headers: { "www-authenticate": `Bearer ${header.join(", ")}`, "cache-control": "no-store" },
  });
}

/** @see RFC 9728 §3.2 */
function protectedResourceMetadata(): Response {
  return Response.json({
    resource: config.resource,
    resource_name: "Calendar API",
    authorization_servers: [config.issuer],
    scopes_supported: Object.values(config.scopes),
    bearer_methods_supported: ["header"],
  });
}
