import { serveEndpoint } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

const handle = serveEndpoint("/oauth/introspect");

export { handle as GET, handle as POST, handle as OPTIONS };
