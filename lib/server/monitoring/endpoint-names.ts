import { isHealthPath } from "../../http/health";
import { SCIM_PATH } from "../../http/scim-error";
import { WELL_KNOWN_PREFIX } from "../../http/well-known";
import { endpointPaths, listEndpoints } from "../../oauth/feature";
import { FEATURES } from "../../oauth/features";
import { OWN_API_PATH } from "../../oauth/tokens/own-resources";

const endpoints: ReadonlyMap<string, string> = new Map(listEndpoints(FEATURES).map(({ path, name }) => [path, name]));

const toEndpointPath = endpointPaths(FEATURES);

/** The first parts of the addresses of pages and files. */
const AREAS: ReadonlySet<string> = new Set([
  "account",
  "admin",
  "brand",
  "choose",
  "consent",
  "console",
  "docs",
  "continue",
  "invitation",
  "keep-account",
  "language",
  "login",
  "logos",
  "logout",
  "outbox",
  "pictures",
  "reset",
  "setup",
  "sign-up",
  "theme",
  "undo-email",
]);

/**
 * What metrics, traces and the access log call the thing that a path leads to: an endpoint of the protocol by the name of
 * its events, a page by its area. The names are a closed set, whatever paths people try.
 * @param path without its query
 */
export function nameEndpoint(path: string): string {
  const endpoint = endpoints.get(toEndpointPath(path));
  if (endpoint !== undefined) return endpoint;
  if (path.startsWith(`${OWN_API_PATH}/`)) return "api";
  if (path.startsWith(`${SCIM_PATH}/`)) return "scim";
  if (path.startsWith(WELL_KNOWN_PREFIX)) return "well-known";
  if (isHealthPath(path)) return "health";
  if (path.startsWith("/_next/")) return "files";
  if (path === "/") return "home";
  const [, area = ""] = path.split("/", 2);
  return AREAS.has(area) ? area : "other";
}
