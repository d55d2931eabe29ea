import { readCpuSeconds, readPeakRss } from "../bench/cpu";
import type { Portal, RegisteredClient } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { authorizeUrl, basic, send } from "./requests";

/** What each endpoint reads from its query or form. */
const parameters = {
  "/oauth/authorize": [
    ...["client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "nonce", "prompt", "max_age"],
    ...[
      "claims",
      "acr_values",
      "ui_locales",
      "claims_locales",
      "login_hint",
      "id_token_hint",
      "request",
      "request_uri",
    ],
    ...["resource", "code_challenge", "code_challenge_method", "display", "registration", "unknown"],
  ],
  "/oauth/token": [
    ...["grant_type", "code", "redirect_uri", "code_verifier", "refresh_token", "scope", "resource", "client_id"],
    ...["client_secret", "client_assertion", "client_assertion_type", "unknown"],
  ],
  "/oauth/revoke": ["token", "token_type_hint", "client_id", "client_secret", "client_assertion"],
  "/oauth/introspect": ["token", "token_type_hint", "client_id", "client_secret", "client_assertion"],
  "/oauth/userinfo": ["access_token"],
  "/oauth/end-session": [
    "id_token_hint",
    "client_id",
    "post_logout_redirect_uri",
    "state",
    "logout_hint",
    "ui_locales",
  ],
  "/login/submit": ["username", "password", "csrf", "request", "return_to"],
} as const;

/** Members of a client's metadata that are lists or hold some. */
const members = [
  ...["redirect_uris", "post_logout_redirect_uris", "contacts", "request_uris", "default_acr_values", "grant_types"],
  ...["response_types", "jwks", "scope", "client_name", "unknown"],
];

/** Bytes of a form at most: 64 KiB. */
const room = 62_000;

const list = (count: number) => Array.from({ length: count }, (_, index) => `x${index.toString(36)}`);
const jwt = (payload: string) => `e30.${Buffer.from(payload).toString("base64url")}.`;

/** The largest values that a form has room for, by how they could cost too much. */
const values: Record<string, (name: string) => string> = {
  "one long text": (name) => `${name}=${"a".repeat(room)}`,
  "12,000 words": (name) => `${name}=${list(12_000).join("+")}`,
  "an object of many members": (name) =>
    `${name}=${JSON.stringify({ userinfo: Object.fromEntries(list(5_000).map((each) => [each, null])) })}`,
  "a list of many levels": (name) => `${name}=${"[".repeat(room)}`,
  "a JWT of many members": (name) =>
    `${name}=${jwt(JSON.stringify(Object.fromEntries(list(3_500).map((each) => [each, 1]))))}`,
  "thousands of repetitions": (name) =>
    list(3_000)
      .map((each) => `${name}=${each}`)
      .join("&"),
};

const form = { "content-type": "application/x-www-form-urlencoded" };

/** A post of `parameter` at its largest, beside what the endpoint needs to get as far as it. */
function postLargest(portal: Portal, client: RegisteredClient, path: string, parameter: string, value: string) {
  const { search } = new URL(authorizeUrl(portal, client));
  const needed = new URLSearchParams(path === "/oauth/authorize" ? search : "grant_type=client_credentials&token=x");
  needed.delete(parameter);
  const isClient = parameter.startsWith("client_") || path === "/oauth/userinfo" || path === "/login/submit";
  const headers = { ...form, ...(isClient ? {} : basic(client)) };
  const body = `${needed}&${value}`.slice(0, 65_536);
  return send(portal.url + path, { method: "POST", headers, body, redirect: "manual" });
}

function register(portal: Portal, member: string) {
  const largest =
    member === "jwks" ? { keys: list(900).map((kid) => ({ kty: "EC", kid, crv: "P-256" })) } : list(8_000);
  const body = JSON.stringify({ redirect_uris: ["https://client.example/"], [member]: largest });
  return send(`${portal.url}/oauth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
}

/** Does the works with so many at a time. */
async function atOnce<T>(connections: number, works: (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const run = async () => {
    for (let work = works[next++]; work !== undefined; work = works[next++]) results.push(await work());
  };
  await Promise.all(Array.from({ length: connections }, run));
  return results;
}

test.describe.configure({ timeout: 240_000 });

test("every parameter of every endpoint at its largest costs little time and memory (OWASP ASVS 5 §15.2.2)", async ({
  portal,
  parties,
}) => {
  const works = [
    ...Object.entries(parameters).flatMap(([path, names]) =>
      names.flatMap((name) =>
        Object.entries(values).map(([kind, write]) => async () => {
          const { status } = await postLargest(portal, parties.web, path, name, write(name));
          return { name: `${path} ${name}: ${kind}`, status };
        }),
      ),
    ),
    ...members.map((name) => async () => ({ name, status: (await register(portal, name)).status })),
  ];
  const { processId } = portal;
  const [cpuBefore, peakBefore] = [readCpuSeconds(processId), readPeakRss(processId)];
  const answers = await atOnce(8, works);
  const [cpu, growth] = [readCpuSeconds(processId) - cpuBefore, readPeakRss(processId) - peakBefore];
  expect(answers.length).toBe(works.length);
  expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
  // Milliseconds of processor time a request, and MB for all of them; where the system does not tell, nothing is asked.
  expect([(1_000 * cpu) / works.length > 40, cpu]).toEqual([false, expect.any(Number)]);
  expect([growth > 250, growth]).toEqual([false, expect.any(Number)]);
});

test("60 requests of 12,000 scopes each hold nobody else up", async ({ portal, parties }) => {
  const times: number[] = [];
  const look = async (n: number) => {
    const since = performance.now();
    expect((await send(`${portal.url}/oauth/jwks?n=${n}`)).status).toBe(200);
    times.push(performance.now() - since);
  };
  for (let n = 0; n < 60; n += 1) await look(n);
  const atRest = Math.max(...times.splice(0));
  const write = values["12,000 words"];
  const flood = Array.from({ length: 60 }, () => async () => {
    const answer = await postLargest(portal, parties.web, "/oauth/authorize", "scope", write?.("scope") ?? "");
    // By redirect, or on a page: where an error leads is for other tests to say.
    return `${answer.headers.get("location")} ${answer.text}`.includes("invalid_scope");
  });
  let isOver = false;
  const others = (async () => {
    for (let n = 0; !isOver || n < 20; n += 1) await look(n);
  })();
  const areRefused = await atOnce(8, flood);
  isOver = true;
  await others;
  expect(new Set(areRefused)).toEqual(new Set([true]));
  // In one run, on whatever machine: what others wait for is of the order of what they wait for at rest.
  expect([Math.max(...times) > Math.max(20 * atRest, 1_000), atRest, times.length]).toEqual([
    false,
    expect.any(Number),
    expect.any(Number),
  ]);
});
