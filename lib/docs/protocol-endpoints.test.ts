import { describe, expect, it } from "vitest";
import { listFiles, readText } from "../architecture/source-files";
import { listEndpoints } from "../oauth/feature";
import { FEATURES } from "../oauth/features";
import { listProtocolEndpoints } from "./protocol-endpoints";

describe("the endpoints of the documentation", () => {
  it("are those that the features declare, each described", () => {
    const declared = listEndpoints(FEATURES).map(({ path, hasItems, methods }) => ({
      path: hasItems ? `${path}/{grant_id}` : path,
      methods,
    }));
    expect(listProtocolEndpoints().map(({ path, methods }) => ({ path, methods }))).toEqual(declared);
  });

  it("have ids of their own on the page", () => {
    const anchors = listProtocolEndpoints().map(({ anchor }) => anchor);
    expect(new Set(anchors).size).toBe(anchors.length);
  });

  it("name every parameter that the core reads", () => {
    // The registration parameter is refused, and an access token belongs into a header.
    const known = new Set([...listProtocolEndpoints().flatMap((each) => each.parameters), "registration"]);
    const read = listFiles()
      .filter((file) => file.startsWith("lib/oauth/") && !/\.test\.ts$|\/testing\//.test(file))
      .flatMap((file) => [...readText(file).matchAll(/\b(?:params|whole)\??\.(?:get|require|words|list)\("(\w+)"\)/g)])
      .map(([, name = ""]) => name);
    expect(read.length).toBeGreaterThan(20);
    expect([...new Set(read)].filter((name) => !known.has(name as never) && name !== "access_token")).toEqual([]);
  });
});
