import { createServer } from "node:http";
import { AggregatorRegistry } from "prom-client";
import { log } from "../../log/log.mjs";
import { listen } from "../listen.mjs";

/** @typedef {import("../../metrics/metrics").ScrapedMetrics} ScrapedMetrics */

/**
 * Answers scrapes at `/metrics`, in the text format of Prometheus, on a port of its own, which the public need not reach.
 * @param {{ port: number, host: string }} place
 * @param {() => Promise<ScrapedMetrics[]>} scrapeAll what each process has counted
 * @returns {Promise<import("node:http").Server>} listening
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export async function openMetricsServer({ port, host }, scrapeAll) {
  /** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
  async function answer(request, response) {
    const [path] = (request.url ?? "").split("?", 1);
    if (path !== "/metrics") return void response.writeHead(404).end();
    if (request.method !== "GET") return void response.writeHead(405, { allow: "GET" }).end();
    const registry = AggregatorRegistry.aggregate(await scrapeAll());
    response.writeHead(200, { "content-type": registry.contentType }).end(await registry.metrics());
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      log.error("The metrics could not be read", { error });
      response.writeHead(500).end();
    });
  });
  await listen(server, { variable: "PORTICO_METRICS_PORT", port, host });
  // It keeps no process alive that has nothing else to do.
  server.unref();
  return server;
}
