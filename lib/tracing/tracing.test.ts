import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginRequestSpan, hasTracing, inSpan, startTracing, stopTracing } from "./tracing";

interface ReceivedSpan {
  name: string;
  kind: number;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: { stringValue?: string; intValue?: number } }[];
  status: { code: number };
}

let spans: ReceivedSpan[] = [];
let resource: Record<string, string | undefined> = {};
let authorization: string | undefined;

/** The smallest collector: OTLP over HTTP, as JSON. */
const collector = createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    authorization = request.headers.authorization;
    for (const { resource: from, scopeSpans } of JSON.parse(body).resourceSpans) {
      const pairs: ReceivedSpan["attributes"] = from.attributes;
      resource = Object.fromEntries(pairs.map(({ key, value }) => [key, value.stringValue]));
      spans.push(...scopeSpans.flatMap((scope: { spans: ReceivedSpan[] }) => scope.spans));
    }
    response.setHeader("content-type", "application/json").end("{}");
  });
});

const variables: Record<string, string> = {};
beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  variables.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  variables.OTEL_EXPORTER_OTLP_HEADERS = "authorization=Bearer%20for-the-collector";
  variables.OTEL_RESOURCE_ATTRIBUTES = "deployment.environment.name=staging";
  Object.assign(process.env, variables);
});
afterAll(() => {
  for (const name of Object.keys(variables)) delete process.env[name];
  collector.close();
});
beforeEach(() => {
  spans = [];
});
afterEach(stopTracing);

const find = (name: string) => spans.find((span) => span.name === name);
const attributesOf = (span: ReceivedSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

describe("a trace", () => {
  it("goes to the collector that the standard variables name, and says whose it is", async () => {
    await startTracing("protocol");
    await inSpan("sweep", { side: "internal" }, async () => undefined);
    await stopTracing();
    expect(spans.map(({ name }) => name)).toEqual(["sweep"]);
    expect(authorization).toBe("Bearer for-the-collector");
    expect(resource).toMatchObject({
      "service.name": "portico",
      "portico.role": "protocol",
      "deployment.environment.name": "staging",
    });
  });

  it("has the statements and fetches of a request within it, also after waiting (Trace Context §3)", async () => {
    await startTracing("portal");
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const request = beginRequestSpan("token", "POST", { traceparent });
    await request?.run(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await inSpan("find-clients", { side: "client", attributes: { "db.system.name": "postgresql" } }, async () => 1);
    });
    request?.end(200);
    await stopTracing();
    const [outer, inner] = [find("POST token"), find("find-clients")];
    expect(outer).toMatchObject({
      kind: 2,
      traceId: traceparent.slice(3, 35),
      parentSpanId: traceparent.slice(36, 52),
    });
    expect(inner).toMatchObject({ kind: 3, traceId: outer?.traceId, parentSpanId: outer?.spanId });
    expect(attributesOf(outer)).toEqual({
      "http.request.method": "POST",
      "http.route": "token",
      "http.response.status_code": 200,
    });
    expect(request?.headers.traceparent).toBe(`00-${outer?.traceId}-${outer?.spanId}-01`);
  });

  it("says of a failure that it failed, and nothing of what the error says", async () => {
    await startTracing("pages");
    const failing = inSpan("find-users", { side: "client" }, async () => {
      throw new TypeError("no user secret@example.org");
    });
    await expect(failing).rejects.toThrow("no user");
    beginRequestSpan("login", "GET", {})?.end(503);
    await stopTracing();
    expect(find("find-users")).toMatchObject({ status: { code: 2 } });
    expect(attributesOf(find("find-users"))).toEqual({ "error.type": "TypeError" });
    expect(find("GET login")).toMatchObject({ status: { code: 2 } });
    expect(JSON.stringify(spans)).not.toContain("secret@");
  });
});

it("without a collector, work is only done, and no span is made", async () => {
  expect(hasTracing()).toBe(false);
  expect(await inSpan("sweep", { side: "internal" }, async () => "done")).toBe("done");
  expect(beginRequestSpan("token", "POST", {})).toBeNull();
});
