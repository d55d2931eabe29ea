import { listAppRoutes } from "../fixtures/app-routes";
import { sendRaw } from "../fixtures/raw-http";
import { makeStrangeRequests, makeStrangeSignedInRequests, type StrangeRequest } from "../fixtures/strange-requests";
import { expect, test } from "../fixtures/test";

/** Of the mixtures; another one finds other requests, this one the same each time. */
const seed = 10;
const mixtures = 120;
const connections = 8;

test.describe.configure({ timeout: 240_000 });

/** Sends all of them; answers those that failed, and every status that there was. */
async function sendAll(portalUrl: string, requests: StrangeRequest[]) {
  const failed: [request: string, status: number][] = [];
  const statuses = new Set<number>();
  let next = 0;
  const work = async () => {
    for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
      const { status } = await sendRaw(portalUrl, request.bytes);
      statuses.add(status);
      if (status === 0 || status >= 500) failed.push([request.name, status]);
    }
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { failed, statuses };
}

test("no request of a stranger makes the portal fail, whatever it holds and wherever it goes", async ({ portal }) => {
  const requests = makeStrangeRequests(portal.url, listAppRoutes(), seed, mixtures);
  const { failed, statuses } = await sendAll(portal.url, requests);
  expect(failed).toEqual([]);
  // They were not all refused for one and the same reason.
  for (const status of [200, 400, 403, 404, 405, 413, 431]) expect(statuses).toContain(status);
});

/** Whatever in a page, and in the scripts that it loads, looks like the id of a Server Action. */
async function findActions(page: string, readScript: (path: string) => Promise<string>): Promise<string[]> {
  const scripts = new Set(page.match(/\/_next\/static\/[^"'\\]+\.js/g));
  const texts = [page, ...(await Promise.all([...scripts].map(readScript)))];
  return [...new Set(texts.flatMap((text) => text.match(/(?<![0-9a-f])[0-9a-f]{42}(?![0-9a-f])/g) ?? []))];
}

test.describe("no request of somebody who is signed in makes the portal fail, whatever its Server Actions are given @pages", () => {
  // A test for each area, so that they run beside each other.
  for (const area of ["account", "admin", "console"]) {
    test(`below /${area}`, async ({ portal, plainBrowser, parties }) => {
      await plainBrowser.signIn("/login", await portal.createUser({ isAdmin: true }));
      const api = await portal.createApi({ identifier: `https://${area}.example.org`, name: "Strange", scopes: [] });
      const values: Record<string, string> = { clientId: parties.other.client_id, apiId: api.id };
      const paths = listAppRoutes()
        .filter((route) => `${route}/`.startsWith(`/${area}/`) && !route.endsWith("/submit"))
        .map((route) => route.replace(/\[(\w+)\]/g, (_, name: string) => values[name] ?? "no-such-thing"));
      const scripts = new Map<string, Promise<string>>();
      const readScript = (path: string) => {
        const known = scripts.get(path) ?? plainBrowser.get(path).then((response) => response.text());
        scripts.set(path, known);
        return known;
      };
      const actions = new Map<string, string[]>();
      // Each action on one page that has it.
      const found = new Set<string>();
      for (const path of paths) {
        const page = await (await plainBrowser.get(path)).text();
        const fresh = (await findActions(page, readScript)).filter((id) => !found.has(id));
        for (const id of fresh) found.add(id);
        actions.set(path, fresh);
      }
      expect(found.size).toBeGreaterThan(5);
      const cookie = await plainBrowser.readCookies();
      const { failed, statuses } = await sendAll(
        portal.url,
        makeStrangeSignedInRequests(portal.url, paths, { cookie, actions }),
      );
      expect(failed).toEqual([]);
      for (const status of [200, 400, 403, 404, 405]) expect(statuses).toContain(status);
      // They were somebody's to the end.
      expect((await plainBrowser.get("/account")).status()).toBe(200);
    });
  }
});

test.describe("a Server Action", () => {
  const json = { "next-action": "60".padEnd(42, "a"), "content-type": "text/plain;charset=UTF-8" };
  const form = { "content-type": "multipart/form-data; boundary=x" };
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n';

  test("of nobody who is signed in is not decoded: it leads to the sign-in page", async ({ portal, plainBrowser }) => {
    const { url: origin } = portal;
    const byRouter = await plainBrowser.postBody("/console", "[".repeat(50_000), { ...json, origin });
    expect([byRouter.status(), byRouter.headers()["x-action-redirect"]]).toEqual([
      403,
      "/login?return_to=%2Fconsole;push",
    ]);
    const byForm = await plainBrowser.postBody("/account", "no form", { ...form, origin });
    expect([byForm.status(), byForm.headers().location]).toEqual([303, `${origin}/login?return_to=%2Faccount`]);
  });

  test("of somebody who is signed in has to come from the portal's own pages, and to be one", async ({
    portal,
    plainBrowser,
    parties,
  }) => {
    const { url: origin } = portal;
    await plainBrowser.signIn("/login", parties.person);
    const post = async (body: string, headers: Record<string, string>) =>
      (await plainBrowser.postBody("/account", body, headers)).status();
    expect(await post("[]", { ...json, origin: "https://other.example" })).toBe(403);
    expect(await post(`${part}--x--\r\n`, { ...form, origin: "null" })).toBe(403);
    expect(await post("no form", { ...form, origin })).toBe(400);
    expect(await post(part, { ...form, origin })).toBe(400);
    expect(await post("[".repeat(1_000), { ...json, origin })).toBe(400);
    // One of another build is for Next.js to refuse.
    expect([404, 409]).toContain(await post("[]", { ...json, origin }));
    expect(await post("a=b", { "content-type": "application/x-www-form-urlencoded", origin })).toBe(405);
  });
});
