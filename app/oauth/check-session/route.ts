import { serveEndpoint } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

const handle = serveEndpoint("/oauth/check-session");

export { handle as GET, handle as OPTIONS };
