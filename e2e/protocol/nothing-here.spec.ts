import { listAppPages } from "../fixtures/app-routes";
import { expect, test } from "../fixtures/test";

/** Pages about one thing, each with the id of something that does not exist, and addresses that no page has. */
const LOST_PATHS = listAppPages()
  .filter((route) => /^\/(account|admin|console)\/.*\[/.test(route))
  .map((route) =>
    route.replace("[...path]", "no-such/page").replace(/\[\w+\]/g, "00000000-0000-7000-8000-000000000000"),
  );

/**
 * What a browser without JavaScript shows of a page: its language, its heading, and where its links in `<main>` lead.
 */
function read(html: string) {
  const [main = ""] = html.match(/<main.*<\/main>/s) ?? [];
  return {
    language: html.match(/<html[^>]* lang="([^"]+)"/)?.[1],
    title: html.match(/<title>([^<]+)/)?.[1],
    headings: [...main.matchAll(/<h1[^>]*>([^<]+)/g)].map(([, text]) => text),
    links: [...main.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href]) => href),
  };
}

test("a page about something that there is not is answered 404, with words, a title and a way on in its HTML", async ({
  portal,
  plainBrowser,
}) => {
  const service = await portal.createClient({ grant_types: ["client_credentials"], scope: "clients:read" });
  const expectWords = async (path: string, heading: RegExp, way: string) => {
    const response = await plainBrowser.get(path);
    expect(response.status(), path).toBe(404);
    const page = read(await response.text());
    expect(page, path).toEqual({
      language: "en",
      title: expect.stringMatching(new RegExp(`${heading.source}.* – Portico$`)),
      headings: [expect.stringMatching(heading)],
      links: expect.arrayContaining([way]),
    });
  };

  await expectWords("/no-such-page", /^There is no such page/, "/");
  await expectWords("/consent?request=unknown", /^We cannot find this request/, "/");
  expect(LOST_PATHS.length).toBeGreaterThan(9);
  for (const path of LOST_PATHS) {
    const response = await plainBrowser.get(path);
    expect([response.status(), response.headers().location], path).toEqual([307, expect.stringMatching(/^\/login\?/)]);
  }

  await plainBrowser.signIn("/login", await portal.createUser({ isAdmin: true }));
  for (const path of LOST_PATHS) {
    if (path.startsWith("/admin/"))
      await expectWords(path, /^There is no such page in the administration/, "/admin/clients");
    else if (path.startsWith("/console/offers/")) await expectWords(path, /^There is no such offer/, "/console");
    else if (path.startsWith("/console/invitations/"))
      await expectWords(path, /^There is no such invitation/, "/console");
    else if (path.startsWith("/console/")) await expectWords(path, /^There is no such page in the console/, "/console");
    else if (!path.endsWith("/remove")) await expectWords(path, /^There is no such page in your account/, "/account");
  }
  await expectWords(`/console/clients/${service.client_id}/redirect-uris`, /./, "/console");
});

test("somebody who is no administrator is told that the pages of the administration are not there", async ({
  portal,
  plainBrowser,
}) => {
  await plainBrowser.signIn("/login", await portal.createUser());
  for (const path of ["/admin/clients", "/admin/registration", "/console/apis", "/console/apis/new"]) {
    const response = await plainBrowser.get(path);
    expect(response.status(), path).toBe(404);
    expect(read(await response.text()).headings, path).toEqual([expect.stringMatching(/^There is no such page/)]);
  }
});

test("a mailed link that is over says so in its heading and in its title", async ({ plainBrowser }) => {
  for (const path of ["/setup", "/invitation", "/keep-account", "/undo-email", "/reset/confirm"]) {
    const page = read(await (await plainBrowser.get(`${path}?token=no-such-link`)).text());
    expect(page.headings, path).toEqual([
      expect.stringMatching(/^This (set-up link|link) does not work|^This invitation is over/),
    ]);
    expect(page.title, path).toBe(`${page.headings[0]} – Portico`);
  }
});
