import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queueEvent } from "../../db/audit/events";
import { useTestDatabase } from "../../db/testing/test-database";
import { METRICS, type MetricKind } from "../../metrics/catalogue";
import {
  count,
  countLookUps,
  countProof,
  countRequest,
  dropMetrics,
  hasMetrics,
  observeBatch,
  startMetrics,
} from "../../metrics/metrics";
import { openMetricsServer } from "./metrics-server.mjs";
import { scrape } from "./scrape";

useTestDatabase();

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (-?[\d.e+-]+|NaN|\+Inf)$/;

/** The samples and types of a text in Prometheus' format. @throws for a line that is not in it */
function parse(text: string) {
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.split("\n").filter((line) => line !== "" && !line.startsWith("# HELP "))) {
    const [, typed, type] = /^# TYPE (\S+) (counter|gauge|histogram|summary)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) {
      types.set(typed, type);
      continue;
    }
    const [, name, labels = "", value] = SAMPLE.exec(line) ?? [];
    if (name === undefined) throw new Error(`not a sample: ${line}`);
    samples.set(labels === "" ? name : `${name}{${labels}}`, Number(value));
  }
  return { types, samples };
}

describe("a scrape", () => {
  let processes = 1;
  let url = "";
  let close = () => {};

  beforeAll(async () => {
    await startMetrics("portal");
    const scrapeAll = () => Promise.all(Array.from({ length: processes }, () => scrape({ hasJobs: true })));
    const server = await openMetricsServer({ port: 0, host: "127.0.0.1" }, scrapeAll);
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    close = () => server.close();
  });
  afterAll(() => {
    close();
    dropMetrics();
  });

  const read = async () => parse(await (await fetch(`${url}/metrics`)).text());

  it("has every metric of the catalogue, of its type, and those of Node.js", async () => {
    const { types } = await read();
    const declared = Object.entries<MetricKind>(METRICS).map(([name, { type }]) => [name, type]);
    expect([...types].filter(([name]) => name.startsWith("portico_"))).toEqual(expect.arrayContaining(declared));
    expect(types.get("process_cpu_seconds_total")).toBe("counter");
    expect(types.get("nodejs_eventloop_lag_p99_seconds")).toBe("gauge");
  });

  it("says what was counted, and what waits now", async () => {
    countRequest("token", "ok", 0.004);
    countRequest("token", "refused", 0.2);
    countProof("password", "refused");
    observeBatch("write", 5, 2);
    const lookUp = countLookUps("of this test");
    for (const isHit of [true, true, false]) lookUp(isHit);
    count("portico_limits_reached_total", { limit: "sign-in-account" });
    queueEvent({ type: "token.introspected", outcome: "ok", data: {}, createdAt: new Date(Date.now() - 5_000) });
    const { samples } = await read();
    expect(Object.fromEntries(samples)).toMatchObject({
      'portico_requests_total{endpoint="token",outcome="ok"}': 1,
      'portico_requests_total{endpoint="token",outcome="refused"}': 1,
      'portico_request_duration_seconds_bucket{le="0.005",endpoint="token"}': 1,
      'portico_request_duration_seconds_count{endpoint="token"}': 2,
      'portico_proofs_total{factor="password",outcome="refused"}': 1,
      'portico_batch_items_bucket{le="8",kind="write"}': 1,
      'portico_cache_lookups_total{cache="of this test",result="hit"}': 2,
      'portico_limits_reached_total{limit="sign-in-account"}': 1,
      'portico_events_total{type="token.introspected",outcome="ok"}': 1,
      'portico_jobs_waiting{kind="send-mail"}': 0,
      'portico_processes{role="portal"}': 1,
      portico_audit_events_waiting: 1,
      portico_database_up: 1,
      portico_password_queue_waiting: 0,
    });
    expect(samples.get("portico_audit_lag_seconds")).toBeGreaterThanOrEqual(5);
  });

  it("of several processes is one answer: counts are added, what the database knows is said once", async () => {
    const alone = await read();
    processes = 3;
    const { samples } = await read();
    processes = 1;
    const requests = 'portico_requests_total{endpoint="token",outcome="ok"}';
    expect(samples.get(requests)).toBe(3 * (alone.samples.get(requests) ?? Number.NaN));
    expect(samples.get('portico_processes{role="portal"}')).toBe(3);
    expect(samples.get('portico_jobs_waiting{kind="send-mail"}')).toBe(0);
    expect(samples.get("portico_database_up")).toBe(1);
    expect(samples.get("portico_audit_lag_seconds")).toBeLessThan(3 * 5);
  });

  it("is the only thing at its port", async () => {
    expect((await fetch(`${url}/`)).status).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: "POST" })).status).toBe(405);
    expect((await fetch(`${url}/metrics`)).headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  });
});

it("without anybody who reads metrics, nothing is counted", async () => {
  dropMetrics();
  countRequest("token", "ok", 0.1);
  expect(hasMetrics()).toBe(false);
  expect(await scrape({ hasJobs: false })).toEqual([]);
});
