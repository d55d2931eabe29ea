import { handleProtectedResourceMetadataRequest } from "@/lib/api/protected-resource-metadata";
import { getAuthorizationServer } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

/** RFC 9728 §3.1: the well-known part stands before the path of the resource, `/api/v1`. */
export async function GET(request: Request): Promise<Response> {
  const { context } = await getAuthorizationServer();
  return handleProtectedResourceMetadataRequest(request, context);
}
