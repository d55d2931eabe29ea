import { beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { isActionBody, judgePagePost } from "./page-post";

const ISSUER = "https://id.example.org";

beforeAll(() => resetEnv({ PORTICO_ISSUER: ISSUER }));

const multipart = { "content-type": "multipart/form-data; boundary=x", origin: ISSUER };
const fetched = { "next-action": "60aa", origin: ISSUER };
const judge = (headers: Record<string, string>, target = "/console?page=2") =>
  judgePagePost(new Headers(headers), target);

describe("a POST to a page", () => {
  it.each([
    ["of a form that is no Server Action", { "content-type": "application/x-www-form-urlencoded" }, 405],
    ["of JSON", { "content-type": "application/json" }, 405],
    ["of another site", { ...fetched, origin: "https://other.example" }, 403],
    ["of a sibling host", { ...multipart, "sec-fetch-site": "same-site" }, 403],
    ["of no origin that is one", { ...fetched, origin: "null" }, 403],
    ["of an origin that cannot be read", { ...multipart, origin: "://" }, 403],
  ])("%s is refused", async (_kind, headers, status) => {
    expect(await judge(headers)).toEqual({ kind: "refuse", status });
  });

  it("with a form's own address is no Server Action", async () => {
    for (const target of ["/login/submit", "/no/such/submit?a=b"]) {
      expect(await judge(multipart, target)).toEqual({ kind: "refuse", status: 415 });
    }
  });

  it("of somebody who is not signed in leads to the sign-in page and back, with JavaScript and without", async () => {
    const login = "/login?return_to=%2Fconsole%3Fpage%3D2";
    const byForm = await judge(multipart);
    expect(byForm).toEqual({ kind: "answer", status: 303, headers: { location: ISSUER + login } });
    const byRouter = await judge(fetched);
    expect(byRouter).toEqual({ kind: "answer", status: 403, headers: { "x-action-redirect": `${login};push` } });
  });
});

describe("the body of a Server Action", () => {
  const form = (text: string) => isActionBody(multipart["content-type"], Buffer.from(text));
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n';

  it.each([
    ["a form", `${part}--x--\r\n`, true],
    ["1,000 fields", `${part.repeat(1_000)}--x--\r\n`, true],
    ["1,001 fields", `${part.repeat(1_001)}--x--\r\n`, false],
    ["a form that was cut off", part.slice(0, -2), false],
    ["no form", "x", false],
    ["nothing", "", false],
  ])("as %s: %s", async (_kind, text, isUsable) => {
    expect(await form(text)).toBe(isUsable);
  });

  it.each([
    ["[]", true],
    ['["a",{"b":1}]', true],
    ["", false],
    ["[", false],
    ["\ud800", false],
    [`["${"a".repeat(70_000)}"]`, false],
  ])("as arguments without a form", async (text, isUsable) => {
    expect(await isActionBody("text/plain;charset=UTF-8", Buffer.from(text, "latin1"))).toBe(isUsable);
  });
});
