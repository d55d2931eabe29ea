import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Portal } from "../fixtures/portal";
import { PublishedPages } from "../fixtures/published";
import { PlainBrowser } from "./plain-browser";
import { test as base } from "./protocol-test";

export { expect } from "playwright/test";

/** A portal whose operator allows more: to read this machine, and answers that carry tokens. */
export interface Guarded {
  portal: Portal;
  published: PublishedPages;
}

/** Playwright's `test` with a portal that may read the pages of `published`. */
export const test = base.extend<{ guardedBrowser: PlainBrowser }, { guarded: Guarded }>({
  guarded: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of needed fixtures from the pattern
    async ({}, use) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), "portico-ca-"));
      const published = new PublishedPages();
      await published.start();
      const portal = await Portal.start({
        NODE_EXTRA_CA_CERTS: published.writeCertificate(path.join(folder, "ca.pem")),
        PORTICO_FETCH_ALLOW: published.host,
        PORTICO_LEGACY_RESPONSE_TYPES: "on",
      });
      await use({ portal, published });
      await portal.stop();
      await published.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 300_000 },
  ],
  guardedBrowser: async ({ guarded }, use) => {
    const browser = await PlainBrowser.open(guarded.portal.url);
    await use(browser);
    await browser.close();
  },
});
