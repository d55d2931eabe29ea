import { Portal } from "../fixtures/portal";
import { expect, test } from "../fixtures/test";
import { PlainBrowser } from "./plain-browser";
import { authorizeUrl, basic, CALLBACK, post, send } from "./requests";

const registration = {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ redirect_uris: [CALLBACK] }),
};

/** Statuses of sign-ins, one after another, each from a browser that was never here. `password`: a wrong one. */
async function signInOften(
  portal: Portal,
  times: number,
  password?: string,
): Promise<{ statuses: number[]; retryAfter: string | null }> {
  const person = await portal.createUser();
  const statuses: number[] = [];
  let retryAfter: string | null = null;
  for (let n = 0; n < times; n += 1) {
    const browser = await PlainBrowser.open(portal.url);
    const form = await browser.readForm("/login", "/login/submit");
    const fields: [string, string][] = [
      ["username", person.email],
      ["password", password ?? person.password],
    ];
    const answer = await browser.post(form.action, [...form.hidden, ...fields]);
    statuses.push(answer.status());
    if (answer.status() === 429) retryAfter = answer.headers()["retry-after"] ?? null;
    await browser.close();
  }
  return { statuses, retryAfter };
}

async function registerOften(portal: Portal, times: number) {
  const answers = [];
  for (let n = 0; n < times; n += 1) answers.push(await send(`${portal.url}/oauth/register`, registration));
  return answers;
}

test.describe("many sign-ins and registrations from one address within five minutes", () => {
  test.describe.configure({ timeout: 240_000 });

  test("all succeed with PORTICO_RATE_LIMITS=off", async ({ portal }) => {
    const { statuses } = await signInOften(portal, 60);
    expect(new Set(statuses)).toEqual(new Set([303]));
    const answers = await registerOften(portal, 40);
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  });

  test("are limited with 429 and Retry-After with it on, as are failing client authentications", async () => {
    const portal = await Portal.start({ PORTICO_RATE_LIMITS: "on" }, { isDatabaseMade: true });
    try {
      // Right passwords are never too many: an office has one address.
      expect(new Set((await signInOften(portal, 60)).statuses)).toEqual(new Set([303]));
      const { statuses, retryAfter } = await signInOften(portal, 20, "a wrong password");
      expect(new Set(statuses)).toEqual(new Set([303, 429]));
      expect(Number(retryAfter)).toBeGreaterThan(0);

      const answers = await registerOften(portal, 301);
      expect(answers[0]?.status).toBe(201);
      const last = answers.at(-1);
      expect(last?.status).toBe(429);
      expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(last?.body.error).toBe("temporarily_unavailable");

      const service = { grant_types: ["client_credentials"], scope: "account:read" };
      const one = await portal.createClient(service);
      const other = await portal.createClient(service);
      const ask = (client: typeof one, secret?: string) =>
        post(portal, "/oauth/token", { grant_type: "client_credentials" }, basic(client, secret));
      for (let n = 0; n < 20; n += 1) expect((await ask(one, "wrong")).status).toBe(401);
      const limited = await ask(one, "wrong");
      expect(limited.status).toBe(429);
      expect(Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
      // What an authorization request makes the portal keep has a limit too, with a page for its person.
      const web = await portal.createClient({ redirect_uris: [CALLBACK] });
      const long = new URL(authorizeUrl(portal, web, { state: "s".repeat(13_000) })).searchParams;
      const browser = await PlainBrowser.open(portal.url);
      const ways = [];
      for (let n = 0; n < 61; n += 1) ways.push(await browser.post("/oauth/authorize", [...long]));
      await browser.close();
      expect(ways.slice(0, 60).every((answer) => answer.status() === 303)).toBe(true);
      expect(ways[60]?.status()).toBe(429);
      expect(Number(ways[60]?.headers()["retry-after"])).toBeGreaterThan(0);

      // Whoever has the right secret never pays for the failures of others.
      expect((await ask(one)).status).toBe(200);
      expect((await ask(other, "wrong")).status).toBe(401);
    } finally {
      await portal.stop();
    }
  });
});
