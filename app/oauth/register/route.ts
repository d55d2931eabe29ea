import { serveEndpoint } from "@/lib/authorization-server";
import { ENDPOINT_PATHS } from "@/lib/oauth/endpoint-paths";

export const dynamic = "force-dynamic";

const handle = serveEndpoint(ENDPOINT_PATHS.registration);

export { handle as DELETE, handle as GET, handle as OPTIONS, handle as POST, handle as PUT };
