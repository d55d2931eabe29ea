import { readFileSync } from "node:fs";
import path from "node:path";
import { parser } from "@prometheus-io/lezer-promql";
import { collectDefaultMetrics, Registry } from "prom-client";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { METRICS, type MetricKind } from "../../metrics/catalogue";

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), "utf8");

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
}
interface Rules {
  groups: { rules: { alert: string; expr: string }[] }[];
}

const panels = (JSON.parse(read("dashboard.json")) as Dashboard).panels.flatMap(({ title, targets = [] }) =>
  // What Grafana writes in place of it is a duration.
  targets.map(({ expr }) => ({ where: `dashboard: ${title}`, expr: expr.replaceAll("$__rate_interval", "5m") })),
);
const rules = (parseYaml(read("alerts.yaml")) as Rules).groups.flatMap((group) =>
  group.rules.map(({ alert, expr }) => ({ where: `alert: ${alert}`, expr })),
);
const all = [...panels, ...rules];

interface Selector {
  name: string;
  labels: string[];
  /** the function that takes the series of a range: `rate`, `increase`, …; null: their last values count */
  range: string | null;
}

/** The series that an expression selects. @throws for one that Prometheus would not understand */
function findSelectors(expr: string): Selector[] {
  const found: Selector[] = [];
  const tree = parser.parse(expr);
  tree.iterate({
    enter: ({ type, node }) => {
      if (type.isError) throw new Error(`not PromQL: ${expr}`);
      if (type.name !== "VectorSelector") return;
      const text = (of: { from: number; to: number }) => expr.slice(of.from, of.to);
      const labels = [...text(node).matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);
      const isRange = node.parent?.name === "MatrixSelector";
      const call = isRange ? node.parent?.parent?.parent : null;
      const [range = null] = call ? text(call).split("(", 1) : [];
      found.push({ name: text(node).split(/[{\s]/, 1)[0] ?? "", labels, range });
    },
  });
  return found;
}

const registry = new Registry();
collectDefaultMetrics({ register: registry, labels: { role: "portal" } });
const ofNode = Object.fromEntries(
  (await registry.getMetricsAsJSON()).map(({ name, type }) => [name, { type: String(type), labels: ["role"] }]),
);
registry.clear();

const known: Record<string, { type: string; labels: readonly string[] }> = {
  ...ofNode,
  ...Object.fromEntries(
    Object.entries<MetricKind>(METRICS).map(([name, { type, labels }]) => [name, { type, labels }]),
  ),
};

/** The metric of a series: those of a histogram have endings, and count up. */
function findMetric(name: string) {
  const whole = name.replace(/_(?:bucket|sum|count)$/, "");
  const histogram = known[whole];
  if (histogram?.type === "histogram" && whole !== name) {
    return { type: "counter", labels: [...histogram.labels, ...(name.endsWith("_bucket") ? ["le"] : [])] };
  }
  return known[name];
}

describe.each(all)("$where", ({ expr }) => {
  const selectors = findSelectors(expr);

  it("asks for metrics and labels that exist", () => {
    expect(selectors.length).toBeGreaterThan(0);
    for (const { name, labels } of selectors) {
      const metric = findMetric(name);
      expect(metric, name).toBeDefined();
      expect(labels.filter((label) => !metric?.labels.includes(label))).toEqual([]);
    }
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = ""]) => names.split(/,\s*/));
    const there = selectors.flatMap(({ name }) => findMetric(name)?.labels ?? []);
    // Prometheus adds the address that it scraped.
    expect(grouped.filter((label) => label !== "instance" && !there.includes(label))).toEqual([]);
  });

  it("asks how fast counters grow, and what gauges say", () => {
    for (const { name, range } of selectors) {
      const isGrowth = range !== null && ["rate", "irate", "increase"].includes(range);
      expect([name, isGrowth]).toEqual([name, findMetric(name)?.type === "counter"]);
    }
  });
});

it("the parser finds what is wrong: this test would not pass with anything", () => {
  expect(findSelectors('sum(rate(a_total{b="c"}[5m])) / d')).toEqual([
    { name: "a_total", labels: ["b"], range: "rate" },
    { name: "d", labels: [], range: null },
  ]);
  expect(() => findSelectors("sum(rate(a_total[5m])")).toThrow("not PromQL");
});

it("every metric of the portal is on the dashboard, but for the log's own counts", () => {
  const shown = new Set(panels.flatMap(({ expr }) => findSelectors(expr)).map(({ name }) => name));
  const isShown = (name: string) => [name, `${name}_bucket`, `${name}_sum`].some((series) => shown.has(series));
  const missing = Object.keys(METRICS).filter((name) => !isShown(name));
  expect(missing).toEqual(["portico_events_total", "portico_audit_events_lost_total"]);
});
