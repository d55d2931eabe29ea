import { isDatabaseAway } from "../db/driver/outage";
import { sourceOf } from "../http/act-source";
import { scimOutage } from "../http/outage";
import { getRequestId } from "../http/request-id";
import { refuseScim, SCIM_PATH, ScimError, scimResponse } from "../http/scim-error";
import { log } from "../log/log.mjs";
import { enterByToken, type OpenDirectory } from "../people/open-directory";
import { describeService, listResourceTypes, listSchemas } from "./discovery";
import { groupRoutes } from "./group-routes";
import { answerList } from "./list";
import type { ScimCall, ScimRoute } from "./scim-route";
import { userRoutes } from "./user-routes";

const routes: ScimRoute[] = [
  ...userRoutes,
  ...groupRoutes,
  { method: "GET", path: "/ServiceProviderConfig", handle: getConfig },
  { method: "GET", path: "/ResourceTypes", handle: getResourceTypes },
  { method: "GET", path: "/ResourceTypes/{id}", handle: getResourceType },
  { method: "GET", path: "/Schemas", handle: getSchemas },
  { method: "GET", path: "/Schemas/{id}", handle: getSchema },
];

/**
 * Answers every request of a company's directory, below {@link SCIM_PATH}.
 * @see RFC 7644
 */
export async function handleScimRequest(
  request: Request,
  { issuer, now }: { issuer: string; now: () => Date },
): Promise<Response> {
  try {
    const open = await enter(request, now());
    return await answer(request, open, { base: issuer + SCIM_PATH, now: now() });
  } catch (error) {
    if (error instanceof ScimError) return refuseScim(error);
    if (isDatabaseAway(error)) return refuseScim(scimOutage());
    log.error(`${request.method} below ${SCIM_PATH} failed`, { error, requestId: getRequestId(request) });
    return refuseScim(new ScimError(500, "The request could not be answered. Try again in a moment."));
  }
}

/** Before anything else is looked at. @see RFC 7644 §2, RFC 6750 §3 */
async function enter(request: Request, now: Date): Promise<OpenDirectory> {
  const [, token] = /^Bearer +(\S{1,200}) *$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const challenge = { "www-authenticate": 'Bearer realm="SCIM"' };
  if (token === undefined)
    throw new ScimError(401, "Send the token of the directory: Authorization: Bearer TOKEN.", null, challenge);
  const entrance = await enterByToken(token, sourceOf(request), now);
  if (entrance.kind === "open") return entrance.open;
  if (entrance.kind === "wait") {
    const headers = { "retry-after": String(entrance.seconds) };
    throw new ScimError(429, `Too many requests. Try again in ${entrance.seconds} seconds.`, null, headers);
  }
  const refused = { "www-authenticate": 'Bearer realm="SCIM", error="invalid_token"' };
  throw new ScimError(401, "The token is no directory's, or works no longer.", null, refused);
}

async function answer(
  request: Request,
  open: OpenDirectory,
  { base, now }: { base: string; now: Date },
): Promise<Response> {
  const path = new URL(request.url).pathname.slice(SCIM_PATH.length).replace(/\/$/, "");
  const here = routes.flatMap((route) => {
    const id = matchPath(route.path, path);
    return id === null ? [] : [{ route, id }];
  });
  if (/^\/(Me|Bulk|\.search)$/i.test(path))
    throw new ScimError(501, `${path} is not implemented: see ${base}/ServiceProviderConfig.`);
  if (here.length === 0) throw new ScimError(404, "There is nothing at this address.");
  const method = request.method === "HEAD" ? "GET" : request.method;
  const found = here.find(({ route }) => route.method === method);
  if (!found) {
    const methods = here.map(({ route }) => route.method).join(", ");
    throw new ScimError(405, `Use ${methods} here.`, null, { allow: methods });
  }
  const call: ScimCall = { request, open, base, id: found.id, now };
  return await found.route.handle(call);
}

/** What stands for `{id}`, "" where nothing does; null: the path is another one. */
function matchPath(pattern: string, path: string): string | null {
  if (!pattern.endsWith("/{id}")) return pattern === path ? "" : null;
  const folder = pattern.slice(0, -"{id}".length);
  const id = path.startsWith(folder) ? path.slice(folder.length) : "";
  if (id === "" || id.includes("/") || id === ".search") return null;
  try {
    return decodeURIComponent(id);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

async function getConfig({ base }: ScimCall): Promise<Response> {
  return scimResponse(describeService(base));
}

async function getResourceTypes({ request, base }: ScimCall): Promise<Response> {
  return answerAll(request, listResourceTypes(base));
}

async function getResourceType({ base, id }: ScimCall): Promise<Response> {
  return answerOne(listResourceTypes(base), id);
}

async function getSchemas({ request, base }: ScimCall): Promise<Response> {
  return answerAll(request, listSchemas(base));
}

async function getSchema({ base, id }: ScimCall): Promise<Response> {
  return answerOne(listSchemas(base), id);
}

/** @see RFC 7644 §4: a filter here is refused, whatever it says */
function answerAll(request: Request, documents: readonly object[]): Response {
  if (new URL(request.url).searchParams.has("filter")) throw new ScimError(403, "These documents cannot be filtered.");
  return answerList(documents, { total: documents.length, offset: 0 });
}

function answerOne(documents: readonly { id: string }[], id: string): Response {
  const found = documents.find((document) => document.id === id);
  if (!found) throw new ScimError(404, "There is no such document.");
  return scimResponse(found);
}
