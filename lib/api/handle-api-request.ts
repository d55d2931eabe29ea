import { sourceOf } from "../http/act-source";
import { checkBearer } from "../http/bearer";
import { findOutageProblem } from "../http/outage";
import { answerPreflight } from "../http/preflight";
import { problem } from "../http/problem";
import { getRequestId } from "../http/request-id";
import { localeOf } from "../http/request-words";
import { log } from "../log/log.mjs";
import type { OAuthContext } from "../oauth/context";
import { apiResourceMetadata } from "../oauth/protected-resources";
import { getOwnApi, OWN_API_PATH } from "../oauth/tokens/own-resources";
import { matchPath } from "./api-route";
import { API_ROUTES } from "./routes";

/**
 * Answers every request to `/api/v1`: finds the operation, checks the access token, and runs it for the token's person.
 * There are no cookies here, so any web page may call it with a token it has (CORS `*`).
 * @see RFC 6750, RFC 9457
 */
export async function handleApiRequest(request: Request, context: OAuthContext): Promise<Response> {
  const response = await answer(request, context).catch((error: unknown) => {
    const outage = findOutageProblem(error);
    if (outage) return outage;
    throw error;
  });
  response.headers.set("access-control-allow-origin", "*");
  response.headers.set("access-control-expose-headers", "www-authenticate, link, location, retry-after");
  return response;
}

async function answer(request: Request, context: OAuthContext): Promise<Response> {
  const path = new URL(request.url).pathname.slice(OWN_API_PATH.length).replace(/\/$/, "");
  const here = API_ROUTES.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  if (here.length === 0) return problem(404, `The API has nothing at ${OWN_API_PATH}${path}.`);
  const methods = here.map(({ route }) => route.method).join(", ");
  if (request.method === "OPTIONS") return answerPreflight(request, methods, true);
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = here.find(({ route }) => route.method === method);
  if (!found) return problem(405, `Use ${methods} here.`, { headers: { allow: methods } });

  const { route, params } = found;
  const metadataUrl = context.issuer + apiResourceMetadata.path;
  const demand = { resource: getOwnApi(context.issuer), metadataUrl, scope: route.scope };
  const check = await checkBearer(request, context, demand);
  if (!check.ok) return check.response;
  const { userId, subject } = check.identity;
  if (!userId || !subject)
    return problem(403, "This access token stands for no person. Get one through the authorization code flow.");
  try {
    const response = await route.handle({
      request,
      context,
      person: { userId, source: sourceOf(request), answerLocale: localeOf(request) },
      subject,
      params,
    });
    response.headers.set("cache-control", "no-store");
    return response;
  } catch (error) {
    const outage = findOutageProblem(error);
    if (outage) return outage;
    log.error(`${route.method} ${OWN_API_PATH}${route.path} failed`, { error, requestId: getRequestId(request) });
    return problem(500, "The request could not be answered. Try again in a moment.");
  }
}
