import { expect, it } from "vitest";
import { hasHeader, jsonResponse, setHeaders } from "./json-response";

const value = { text: "é", list: [1, null] };

it("is a Response like that of Response.json", async () => {
  const ours = jsonResponse(value, { status: 201, headers: { "cache-control": "no-store" } });
  const theirs = Response.json(value, { status: 201, headers: { "cache-control": "no-store" } });
  expect(ours).toBeInstanceOf(Response);
  expect(ours.status).toBe(theirs.status);
  expect([...ours.headers]).toEqual([...theirs.headers]);
  expect(await ours.clone().json()).toEqual(value);
  expect(await ours.clone().text()).toBe(await theirs.clone().text());
  expect(new Uint8Array(await ours.arrayBuffer())).toEqual(new Uint8Array(await theirs.arrayBuffer()));
  expect(ours.bodyUsed).toBe(true);
  await expect(ours.text()).rejects.toThrow();
});

it("can be put into another Response by its body, as frameworks do", async () => {
  const ours = jsonResponse(value);
  expect(ours.bodyUsed).toBe(false);
  const copy = new Response(ours.body, { status: ours.status, headers: ours.headers });
  expect(copy.headers.get("content-type")).toBe("application/json");
  expect(await copy.json()).toEqual(value);
});

it("takes headers before and after somebody used it as a Response", async () => {
  const ours = jsonResponse(value, { headers: { "cache-control": "no-store" } });
  setHeaders(ours, { pragma: "no-cache" });
  expect([hasHeader(ours, "pragma"), hasHeader(ours, "etag")]).toEqual([true, false]);
  expect(ours.headers.get("pragma")).toBe("no-cache");
  setHeaders(ours, { etag: '"1"' });
  ours.headers.append("vary", "origin");
  expect(hasHeader(ours, "vary")).toBe(true);
  expect([...ours.headers.keys()]).toEqual(["cache-control", "content-type", "etag", "pragma", "vary"]);
  expect([ours.ok, ours.redirected, ours.type]).toEqual([true, false, "default"]);
});
