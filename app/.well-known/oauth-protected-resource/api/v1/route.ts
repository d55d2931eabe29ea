import { serveEndpoint } from "@/lib/authorization-server";

export const dynamic = "force-dynamic";

/** RFC 9728 §3.1: the well-known part stands before the path of the resource, `/api/v1`. */
const handle = serveEndpoint("/.well-known/oauth-protected-resource/api/v1");

export { handle as GET, handle as OPTIONS };
