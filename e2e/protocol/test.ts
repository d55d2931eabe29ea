import { startCalendarApi } from "../fixtures/calendar-api";
import type { ExampleApp } from "../fixtures/example-apps";
import { test as base } from "../fixtures/test";
import { type Guarded, withGuarded } from "./guarded";
import { makeOpenIdParties, type OpenIdParties } from "./openid-parties";
import { makeParties, type Parties } from "./parties";
import { PlainBrowser } from "./plain-browser";

export { expect } from "playwright/test";

/** Made for the first test of a worker that names them, and kept for the others. */
interface WorkerFixtures {
  parties: Parties;
  openIdParties: OpenIdParties;
  guarded: Guarded;
  /** the example API, registered with JWT access tokens that live ten minutes */
  jwtApi: ExampleApp;
}

interface TestFixtures {
  plainBrowser: PlainBrowser;
  /** the same at the portal of `guarded` */
  guardedBrowser: PlainBrowser;
}

async function withBrowser(url: string, use: (browser: PlainBrowser) => Promise<void>): Promise<void> {
  const browser = await PlainBrowser.open(url);
  await use(browser);
  await browser.close();
}

/**
 * Playwright's `test` with a portal, its parties, and browsers without JavaScript. One for all the protocol's tests:
 * those with worker fixtures of their own would get workers of their own, each with a portal to start.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  parties: [async ({ portal }, use) => use(await makeParties(portal)), { scope: "worker", timeout: 180_000 }],
  openIdParties: [
    async ({ portal }, use) => use(await makeOpenIdParties(portal)),
    { scope: "worker", timeout: 180_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of needed fixtures from the pattern
  guarded: [async ({}, use) => withGuarded(use), { scope: "worker", timeout: 300_000 }],
  jwtApi: [
    async ({ portal }, use) => {
      const api = await startCalendarApi(portal, { accessTokenTtl: 600, tokenFormat: "jwt" });
      await use(api);
      await api.stop();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  plainBrowser: async ({ portal }, use) => withBrowser(portal.url, use),
  guardedBrowser: async ({ guarded }, use) => withBrowser(guarded.portal.url, use),
});
