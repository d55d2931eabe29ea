import { serve } from "@hono/node-server";
import { handleRequest } from "./app";
import { config } from "./config";

const server = serve({ fetch: handleRequest, port: config.port }, () => {
  console.log(`${config.appName} on ${config.baseUrl}, signing in with ${config.issuer}`);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close());
// Started by `npm run demo`: ends with it, however it ended.
process.once("disconnect", () => process.exit());
