import { expect, it } from "vitest";
import { listAppRoutes } from "../../../e2e/fixtures/app-routes";
import { listEndpoints } from "../../oauth/feature";
import { FEATURES } from "../../oauth/features";
import { nameEndpoint } from "./endpoint-names";

it("every page and route of the folder app has a name of its area", () => {
  const pages = listAppRoutes().filter((path) => !path.includes("[...path]"));
  expect(pages.length).toBeGreaterThan(50);
  expect(pages.filter((path) => nameEndpoint(path) === "other")).toEqual([]);
});

it("an endpoint of the protocol is called like its events", () => {
  for (const { path, name } of listEndpoints(FEATURES)) expect(nameEndpoint(path)).toBe(name);
});

it.each([
  ["/api/v1/clients/9b2d/secrets", "api"],
  ["/.well-known/anything", "well-known"],
  ["/_next/static/chunks/a.js", "files"],
  ["/", "home"],
  ["/console/clients/9b2d/events", "console"],
  ["/oauth/made-up", "other"],
  ["/wp-login.php", "other"],
  ["//login", "other"],
  ["*", "other"],
  ["", "other"],
])("%s is called %s: whatever strangers try makes no new name", (path, name) => {
  expect(nameEndpoint(path)).toBe(name);
});
