import { serveEndpoint } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

const handle = serveEndpoint("/.well-known/oauth-authorization-server");

export { handle as GET, handle as OPTIONS };
