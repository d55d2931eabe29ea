import { describe, expect, it } from "vitest";
import { OAuthError } from "../errors";
import { MAX_BODY_BYTES, parseParams, readFormParams, readQueryParams } from "./params";

function form(body: BodyInit | null, type = "application/x-www-form-urlencoded"): Request {
  return new Request("https://id.example/oauth/token", { method: "POST", headers: { "content-type": type }, body });
}

async function refusalOf(promise: Promise<unknown>): Promise<{ code: string; status: number }> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OAuthError)) throw new Error("nothing was refused");
  return { code: error.code, status: error.status };
}

describe("parameters (RFC 6749 §3.1, §3.2, Appendix B)", () => {
  it.each([
    ["a=b", "a", "b"],
    ["a=b+c", "a", "b c"],
    ["a=b%2Bc", "a", "b+c"],
    ["a=%C3%A9", "a", "é"],
    ["a=é", "a", "é"],
    ["a=b=c", "a", "b=c"],
    ["%61=b", "a", "b"],
    ["x=1&&a=b&", "a", "b"],
  ])("reads %s", (text, name, value) => {
    expect(parseParams(text).get(name)).toBe(value);
  });

  it.each(["a=", "a", "b=1", ""])("takes an empty value for absent: '%s'", (text) => {
    expect(parseParams(text).get("a")).toBeNull();
    expect(() => parseParams(text).require("a")).toThrow("invalid_request");
  });

  it.each(["a=1&a=2", "a=1&a=1", "a=1&%61=2"])("refuses a repeated parameter: %s", (text) => {
    expect(() => parseParams(text).get("a")).toThrow("invalid_request");
    expect(() => parseParams(text).refuseRepeated()).toThrow("invalid_request");
  });

  it("lets a parameter be repeated without a value", () => {
    expect(parseParams("a=&a=1").get("a")).toBe("1");
  });

  it("lets resource be repeated (RFC 8707 §2)", () => {
    const params = parseParams("resource=a&resource=b");
    params.refuseRepeated();
    expect(params.all("resource")).toEqual(["a", "b"]);
  });

  it.each(["a=%ff", "a=%C3", "a=%", "a=%zz", "%ff=a", "a=%00", "a=%EF%BF%BD"])("refuses broken text: %s", (text) => {
    expect(() => parseParams(text)).toThrow("invalid_request");
  });

  it("splits words and drops doubles (RFC 6749 §3.3)", () => {
    expect(parseParams("scope=a+b++a").words("scope")).toEqual(["a", "b"]);
  });

  it("looks at 200 words and no more; too many scopes are an invalid_scope (RFC 6749 §3.3)", () => {
    const words = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`).join("+");
    const read = (name: string, count: number) => parseParams(`${name}=${words(count)}`).words(name);
    expect(read("scope", 200)).toHaveLength(200);
    expect(() => read("scope", 201)).toThrow("invalid_scope");
    expect(() => read("acr_values", 201)).toThrow("invalid_request");
    expect(parseParams(`scope=${"+".repeat(60_000)}a`).words("scope")).toEqual(["a"]);
  });

  it("looks at 200 parameters and no more, and at 20 of one that may be repeated", () => {
    const repeated = (count: number) => Array.from({ length: count }, (_, index) => `resource=r${index}`).join("&");
    expect(parseParams(repeated(20)).list("resource")).toHaveLength(20);
    expect(parseParams("resource=a&resource=a").list("resource")).toEqual(["a"]);
    expect(() => parseParams(repeated(21)).list("resource")).toThrow("20 times");
    expect(() => parseParams(repeated(201))).toThrow("200 parameters");
    expect(parseParams(`a=b${"&".repeat(60_000)}`).get("a")).toBe("b");
  });

  it("reads the first of too many where the error may go to the client, and refuses the rest then", () => {
    const params = parseParams(`first=1&${"x=1&".repeat(500)}`, { mayBeCut: true });
    expect(params.get("first")).toBe("1");
    expect(() => params.refuseRepeated()).toThrow("200 parameters");
    expect(() => params.replace(new Map()).refuseRepeated()).toThrow("200 parameters");
  });

  it("reads the query up to the fragment", () => {
    const request = new Request("https://id.example/oauth/authorize?a=b&c=d");
    expect(readQueryParams(request).get("c")).toBe("d");
    expect(readQueryParams(new Request("https://id.example/oauth/authorize")).get("a")).toBeNull();
  });
});

describe("form bodies", () => {
  it.each(["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"])(
    "reads %s",
    async (type) => {
      expect((await readFormParams(form("a=b", type))).get("a")).toBe("b");
    },
  );

  it.each(["application/json", "multipart/form-data", "text/plain", "application/x-www-form-urlencodedx"])(
    "refuses %s",
    async (type) => {
      expect(await refusalOf(readFormParams(form("a=b", type)))).toEqual({ code: "invalid_request", status: 400 });
    },
  );

  it("refuses octets that are not UTF-8", async () => {
    const body = new Uint8Array([0x61, 0x3d, 0xff, 0xfe]);
    expect(await refusalOf(readFormParams(form(body)))).toEqual({ code: "invalid_request", status: 400 });
  });

  it("refuses 10 MB with 413, and stops reading after 1 MB", async () => {
    let pulled = 0;
    const chunk = new Uint8Array(16 * 1024).fill(0x61);
    const body = new ReadableStream({
      pull(controller) {
        pulled += chunk.byteLength;
        if (pulled > 10 * 1024 * 1024) controller.close();
        else controller.enqueue(chunk);
      },
    });
    const init = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body };
    const request = new Request("https://id.example/oauth/token", { ...init, duplex: "half" } as RequestInit);
    expect(await refusalOf(readFormParams(request))).toEqual({ code: "invalid_request", status: 413 });
    expect(pulled).toBeLessThan(1.1 * 1024 * 1024);
  });

  it.each([
    [MAX_BODY_BYTES, true],
    [MAX_BODY_BYTES + 1, false],
  ])("accepts %d bytes: %s", async (size, isAccepted) => {
    const reading = readFormParams(form(`a=${"b".repeat(size - 2)}`));
    if (isAccepted) expect((await reading).get("a")).toHaveLength(size - 2);
    else expect((await refusalOf(reading)).status).toBe(413);
  });
});
