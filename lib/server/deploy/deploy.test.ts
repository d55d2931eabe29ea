import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { LIVENESS_PATH, READINESS_PATH } from "@/lib/http/health";

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), "utf8");
const reference = readFileSync(path.join(import.meta.dirname, "..", "README.md"), "utf8");

/** The variables that the reference has, with those that hold the path of a file instead of a secret. */
const known = new Set([...reference.matchAll(/^\| `([A-Z_]+)`/gm)].flatMap(([, name = ""]) => [name, `${name}_FILE`]));

interface Variable {
  name: string;
  value: string;
}

interface Probe {
  httpGet: { path: string; port: string };
}

interface Container {
  env: Variable[];
  ports: { name: string; containerPort: number }[];
  startupProbe: Probe;
  livenessProbe: Probe;
  readinessProbe: Probe;
  volumeMounts: { mountPath: string }[];
}

describe("the files for Kubernetes", () => {
  const [deployment] = parseAllDocuments(read("kubernetes.yaml")).map((document) => document.toJS());
  const container: Container = deployment.spec.template.spec.containers[0];
  const envOf = (name: string) => container.env.find((variable) => variable.name === name)?.value;
  const portOf = (name: string) => container.ports.find((port) => port.name === name)?.containerPort;

  it("sets variables that exist", () => {
    expect(container.env.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it("asks the port for health, and asks for the database only before requests are sent", () => {
    expect(portOf("health")).toBe(Number(envOf("PORTICO_HEALTH_PORT")));
    expect(container.startupProbe.httpGet).toEqual({ path: LIVENESS_PATH, port: "health" });
    expect(container.livenessProbe.httpGet).toEqual({ path: LIVENESS_PATH, port: "health" });
    expect(container.readinessProbe.httpGet).toEqual({ path: READINESS_PATH, port: "health" });
  });

  it("names the port of the metrics once", () => {
    const { annotations } = deployment.spec.template.metadata;
    expect(annotations["prometheus.io/port"]).toBe(envOf("PORTICO_METRICS_PORT"));
    expect(portOf("metrics")).toBe(Number(envOf("PORTICO_METRICS_PORT")));
  });

  it("mounts the folder of every secret's file", () => {
    const folders = container.volumeMounts.map(({ mountPath }) => mountPath);
    const files = container.env.filter(({ name }) => name.endsWith("_FILE"));
    expect(files.length).toBeGreaterThan(0);
    for (const { value } of files) expect(folders).toContain(path.posix.dirname(value));
  });
});

it("the compose file sets variables that exist, and mounts the secrets that they name", () => {
  const { services, secrets } = parse(read("compose.yaml"));
  const { environment } = services.portal;
  expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
  const files: unknown[] = Object.entries(environment).flatMap(([name, value]) =>
    name.endsWith("_FILE") ? [value] : [],
  );
  expect(files).toEqual(services.portal.secrets.toReversed().map((name: string) => `/run/secrets/${name}`));
  expect(Object.keys(secrets)).toEqual(
    expect.arrayContaining([...services.portal.secrets, ...services.database.secrets]),
  );
});

it("the unit of systemd sets variables that exist, from credentials that it loads", () => {
  const unit = read("portico.service");
  const variables = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, line = ""]) => line.split(" "));
  const names = variables.map((variable) => variable.split("=")[0] ?? "").filter((name) => name !== "NODE_ENV");
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  for (const [, credential] of unit.matchAll(/=%d\/(.*)$/gm)) expect(unit).toContain(`LoadCredential=${credential}:`);
});

it("the image starts the portal as somebody who may change nothing in its folder", () => {
  const steps = read("Containerfile").replaceAll("\\\n", "").split("\n");
  expect(steps).toContain("USER node");
  expect(steps.indexOf("COPY . .")).toBeLessThan(steps.indexOf("USER node"));
  expect(steps).toContain('CMD ["node", "lib/server/start.mjs"]');
  expect(steps.find((step) => step.includes("HEALTHCHECK"))).toContain(LIVENESS_PATH);
});
