import { isDatabaseReachable } from "../db/client";

/** For load balancers: 200 while the portal and its database answer, else 503. */
export async function handleHealthRequest(): Promise<Response> {
  const isHealthy = await isDatabaseReachable();
  return Response.json(
    { status: isHealthy ? "ok" : "unavailable" },
    { status: isHealthy ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
