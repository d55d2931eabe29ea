import { type APIRequestContext, expect, request, test } from "playwright/test";
import { type Person, Portal } from "../fixtures/portal";

test.describe.configure({ mode: "serial", timeout: 180_000 });

const office = "198.51.100.7";
let portal: Portal;
let person: Person;
test.beforeAll(async () => {
  portal = await Portal.start({
    DATABASE_URL: "",
    PORTICO_TRUST_PROXY: "loopback",
    PORTICO_RATE_LIMITS: "on",
    // A password takes as long as it does in production on a slow machine: a few of them fill the queue.
    PORTICO_BCRYPT_COST: "13",
  });
  person = await portal.createUser();
});
test.afterAll(() => portal?.stop());

/** A browser of its own at an address; the test is the proxy that says so. */
function openBrowser(address: string): Promise<APIRequestContext> {
  return request.newContext({ baseURL: portal.url, extraHTTPHeaders: { "x-forwarded-for": address } });
}

/** The server ends a connection that was idle for 5 s, in the moment in which a waiting test may send on it again. */
const maxRetries = 3;

async function readCsrf(browser: APIRequestContext): Promise<string> {
  const page = await (await browser.get("/login?fresh=1", { maxRetries })).text();
  return /name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
}

async function signIn(browser: APIRequestContext, { email, password }: Pick<Person, "email" | "password">) {
  const form = { csrf: await readCsrf(browser), username: email, password };
  const answer = await browser.post("/login/submit", { form, maxRedirects: 0, maxRetries, timeout: 120_000 });
  return { status: answer.status(), location: answer.headers().location ?? "", wait: answer.headers()["retry-after"] };
}

test("under a crowd of wrong passwords from one network, a known browser and a newcomer sign in, and the crowd is told when to come again", async () => {
  const own = await openBrowser(office);
  expect((await signIn(own, person)).location).toMatch(/\/account$/);
  const crowd = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const browser = await openBrowser(`2001:db8:1:${n.toString(16)}::1`);
      return {
        browser,
        form: { csrf: await readCsrf(browser), username: `nobody-${n}@example.org`, password: "wrong" },
      };
    }),
  );
  const statuses: number[] = [];
  const waits: (string | undefined)[] = [];
  const crowding = crowd.map(async ({ browser, form }) => {
    const answer = await browser.post("/login/submit", { form, maxRedirects: 0, maxRetries, timeout: 120_000 });
    statuses.push(answer.status());
    if (answer.status() === 503) waits.push(answer.headers()["retry-after"]);
  });
  await expect.poll(() => waits.length, { timeout: 60_000 }).toBeGreaterThan(0);
  const newcomer = await openBrowser("203.0.113.9");
  const [known, fresh] = await Promise.all([signIn(own, person), signIn(newcomer, person)]);
  expect(known).toMatchObject({ status: 303, location: expect.stringMatching(/\/account$/) });
  expect(fresh).toMatchObject({ status: 303, location: expect.stringMatching(/\/account$/) });
  await Promise.all(crowding);
  expect(new Set(statuses)).toEqual(new Set([303, 503]));
  for (const wait of waits) expect(Number(wait)).toBeGreaterThanOrEqual(1);
});

test("an address that filled its limit is named by doctor, and the person elsewhere signs in", async () => {
  const crowded = await openBrowser("192.0.2.200");
  expect((await signIn(crowded, { ...person, password: "wrong" })).status).toBe(303);
  await portal.executeSql("UPDATE rate_limits SET count = 100 WHERE key LIKE 'sign-in-address:%'");
  expect((await signIn(crowded, person)).status).toBe(429);
  const elsewhere = await openBrowser("203.0.113.10");
  expect((await signIn(elsewhere, person)).location).toMatch(/\/account$/);
  const report = () => portal.commandLine("doctor").catch((error: Error) => error.message);
  await expect
    .poll(report, { timeout: 60_000 })
    .toContain("refused because one address, 192.0.2.200, sent 100 wrong passwords within 15 minutes");
});
