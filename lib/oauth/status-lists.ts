import type { OAuthContext } from "./context";
import { OAuthError } from "./errors";
import type { Feature } from "./feature";
import { STATUS_LIST_TTL, STATUS_LISTS_PATH, statusListUri } from "./tokens/status-lists";
import { answerDocument, isKnownTag } from "./wire/document";
import { readQueryParams } from "./wire/params";

/**
 * One Token Status List by its `id`, as a signed JWT that says which JWT access tokens are revoked; without an id, the
 * addresses of all of them.
 * @see draft-ietf-oauth-status-list, "Status List Response", "Status List Aggregation"
 */
async function handleStatusListsRequest(request: Request, context: OAuthContext): Promise<Response> {
  const id = readQueryParams(request).get("id");
  if (id === null) {
    const listIds = await context.statusLists.listIds();
    return answerDocument(request, { status_lists: listIds.map((each) => statusListUri(each, context.issuer)) });
  }
  const list = await context.statusLists.publish(id);
  if (list === null) {
    throw new OAuthError("invalid_request", "There is no such status list, or all its tokens have expired", {
      cause: "status_list_unknown",
      status: 404,
    });
  }
  const headers = {
    "content-type": "application/statuslist+jwt",
    "cache-control": `public, max-age=${STATUS_LIST_TTL}`,
    etag: list.etag,
  };
  if (isKnownTag(request, list.etag)) return new Response(null, { status: 304, headers });
  return new Response(list.jwt, { headers });
}

export const statusLists = {
  endpoints: [
    {
      name: "status_lists",
      path: STATUS_LISTS_PATH,
      metadataMember: "status_list_aggregation_endpoint",
      methods: ["GET"],
      isCrossOrigin: true,
      errors: "json",
      handle: handleStatusListsRequest,
    },
  ],
} as const satisfies Feature;
