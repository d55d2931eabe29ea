import { beforeAll, describe, expect, it } from "vitest";
import { resetEnv } from "@/lib/env";
import { isActionBody, judgePagePost } from "./page-post";

const ISSUER = "https://id.example.org";

beforeAll(() => resetEnv({ PORTICO_ISSUER: ISSUER }));

const multipart = { "content-type": "multipart/form-data; boundary=edge-of-parts", origin: ISSUER };
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

const field = (name: string, value: string) =>
  `--edge-of-parts\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

describe("the body of a Server Action", () => {
  const form = (text: string) => isActionBody(multipart["content-type"], Buffer.from(text));
  const part = '--edge-of-parts\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n';

  it.each([
    ["a form", `${part}--edge-of-parts--\r\n`, true],
    ["1,000 fields", `${part.repeat(1_000)}--edge-of-parts--\r\n`, true],
    ["1,001 fields", `${part.repeat(1_001)}--edge-of-parts--\r\n`, false],
    ["a form that was cut off", part.slice(0, -2), false],
    ["no form", "x", false],
    ["nothing", "", false],
  ])("as %s: %s", async (_kind, text, isUsable) => {
    expect(await form(text)).toBe(isUsable);
  });

  it.each([
    ["[]", true],
    ['["a",{"b":1,"c":["$$x","$undefined",null,true]}]', true],
    ["{}", false],
    ['"x"', false],
    ['["$Q1"]', false],
    ['["$@1"]', false],
    ['[{"then":"$1:__proto__"}]', false],
    ['[{"__proto__":{"a":1}}]', false],
    ['["\\u0000"]', false],
    [`${"[".repeat(30_000)}${"]".repeat(30_000)}`, false],
    ["", false],
    ["[", false],
    ["\ud800", false],
    [`["${"a".repeat(70_000)}"]`, false],
  ])("as arguments without a form", async (text, isUsable) => {
    expect(await isActionBody("text/plain;charset=UTF-8", Buffer.from(text, "latin1"))).toBe(isUsable);
  });

  it.each([
    [
      "as a page with JavaScript sends it",
      field("1_name", "$Q1") + field("0", '["pt_cl_x",{"attempt":0},"$K1"]'),
      true,
    ],
    ["with a reference to what is not there", field("0", '["$Q1"]'), false],
    ["with arguments that are no list", field("0", "{}"), false],
    ["with arguments that are no JSON", field("0", "["), false],
    ["with a row of its own", field("0", "[]") + field("1", '"$@0"'), false],
    ["with the null character in a field", field("name", "\0"), false],
    [
      "as a page without JavaScript sends it",
      field("$ACTION_REF_1", "") +
        field("$ACTION_1:0", '{"id":"60aa","bound":"$@1"}') +
        field("$ACTION_1:1", '["pt_cl_x",{"attempt":0}]') +
        field("$ACTION_KEY", "k1"),
      true,
    ],
    ["of an action that is no reference", field("$ACTION_REF_1", "") + field("$ACTION_1:0", '"$F1"'), false],
    ...["x", "", "1x", " 1"].map((prefix): [string, string, boolean] => [
      `of an action that React would find under "${prefix}", which no page writes`,
      field(`$ACTION_REF_${prefix}`, "") +
        field(`$ACTION_${prefix}:0`, '{"id":"60aa","bound":"$@1"}') +
        field(`$ACTION_${prefix}:1`, '["$n1x"]'),
      false,
    ]),
    ["of an action that takes nothing", field("$ACTION_ID_60aa", ""), true],
    ["of an action whose arguments are no list", field("$ACTION_1:1", '"$@0"'), false],
  ])("as a form %s", async (_kind, fields, isUsable) => {
    expect(await form(`${fields}--edge-of-parts--\r\n`)).toBe(isUsable);
  });
});
