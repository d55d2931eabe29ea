import { serve } from "@hono/node-server";
import { handleRequest } from "./api";
import { config } from "./config";

const server = serve({ fetch: handleRequest, port: config.port, hostname: "127.0.0.1" }, () => {
  console.log(`Calendar API on ${config.resource}, trusting ${config.issuer}`);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close();
    // The channel to `npm run demo`, which waits for this program, would keep it alive.
    process.channel?.unref();
  });
}
// Started by `npm run demo`: ends with it, however it ended.
process.once("disconnect", () => process.exit());
