import { describe, expect, it } from "vitest";
import { listUnknownVariables } from "./env";

describe("a variable that nobody reads", () => {
  it.each([
    ["PORTICO_TRUST_PROXIES", "PORTICO_TRUST_PROXY"],
    ["PORTICO_ISSUER_URL", "PORTICO_ISSUER"],
    ["PORTICO_METRIC_PORT", "PORTICO_METRICS_PORT"],
    ["PORTICO_SECRET_FIL", "PORTICO_SECRET_FILE"],
  ])("%s is told, with the name that was meant", (name, meant) => {
    expect(listUnknownVariables({ [name]: "1" })).toEqual([
      `This version does not know the variable ${name}, so it has no effect. Did you mean ${meant}?`,
    ]);
  });

  it("is told without a guess where no name is near", () => {
    expect(listUnknownVariables({ PORTICO_SOMETHING_ELSE_ALTOGETHER: "1" })).toEqual([
      "This version does not know the variable PORTICO_SOMETHING_ELSE_ALTOGETHER, so it has no effect.",
    ]);
  });

  it("is none of these: known ones, empty ones, those of workers, of Kubernetes, and of others", () => {
    const service = {
      PORTICO_PORT: "tcp://10.0.0.1:80",
      PORTICO_PORT_80_TCP_ADDR: "10.0.0.1",
      PORTICO_SERVICE_HOST: "10.0.0.1",
    };
    const known = {
      PORTICO_ISSUER: "https://id.example.org",
      PORTICO_SECRET_FILE: "/run/secrets/portico",
      DATABASE_URL: "",
    };
    expect(
      listUnknownVariables({ ...service, ...known, PORTICO_WORKER_ROLE: "pages", PORTICO_TYPO: "", PATH: "/bin" }),
    ).toEqual([]);
  });
});
