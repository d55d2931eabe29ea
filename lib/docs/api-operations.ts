import type { ApiRoute } from "../api/api-route";
import { API_ROUTES } from "../api/routes";
import { OWN_API_PATH } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";

/** An operation of the portal's API, by its whole path. */
export type ApiOperation = Pick<ApiRoute, "method" | "path" | "scope">;

/** The operations of the API, those of administrators last. */
export function listApiOperations(): ApiOperation[] {
  const all = API_ROUTES.map(({ method, path, scope }) => ({ method, path: OWN_API_PATH + path, scope }));
  const isForAdministrators = ({ scope }: ApiOperation) => scope === ADMIN_SCOPE;
  return [...all.filter((each) => !isForAdministrators(each)), ...all.filter(isForAdministrators)];
}
