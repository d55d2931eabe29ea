import { serveEndpoint } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

const handle = serveEndpoint("/.well-known/oauth-protected-resource");

export { handle as GET, handle as OPTIONS };
