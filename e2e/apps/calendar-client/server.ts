import { serve } from "@hono/node-server";
import { handleRequest } from "./app";
import { config } from "./config";
import { pollEvents } from "./security-events";

const server = serve({ fetch: handleRequest, port: config.port, hostname: "127.0.0.1" }, () => {
  console.log(`${config.appName} on ${config.baseUrl}, signing in with ${config.issuer}`);
});

const polling = new AbortController();
if (config.pollsEvents) void pollEvents(polling.signal);

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close();
    polling.abort();
    // The channel to `npm run demo`, which waits for this program, would keep it alive.
    process.channel?.unref();
  });
}
// Started by `npm run demo`: ends with it, however it ended.
process.once("disconnect", () => process.exit());
