import { serve } from "@hono/node-server";
import { hearOfRevokedTokens } from "./access-token";
import { handleRequest } from "./api";
import { config } from "./config";

const server = serve({ fetch: handleRequest, port: config.port, hostname: "127.0.0.1" }, () => {
  console.log(`Calendar API on ${config.resource}, trusting ${config.issuer}`);
});

const hearing = new AbortController();
if (config.pollsEvents) void hearOfRevokedTokens(hearing.signal);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close();
    hearing.abort();
    // The channel to `npm run demo`, which waits for this program, would keep it alive.
    process.channel?.unref();
  });
}
// Started by `npm run demo`: ends with it, however it ended.
process.once("disconnect", () => process.exit());
