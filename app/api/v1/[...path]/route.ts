import { handleApiRequest } from "@/lib/api/handle-api-request";
import { getAuthorizationServer } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

async function handle(request: Request): Promise<Response> {
  const { context } = await getAuthorizationServer();
  return handleApiRequest(request, context);
}

export {
  handle as DELETE,
  handle as GET,
  handle as HEAD,
  handle as OPTIONS,
  handle as PATCH,
  handle as POST,
  handle as PUT,
};
