import { Portal } from "../fixtures/portal";
import { test as base } from "../fixtures/test";
import { createWorld, type World } from "./world";

/** A portal with the pseudo-locale, which only browsers that ask for it see, and what its pages show. */
export const test = base.extend<object, { world: World }>({
  portal: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of needed fixtures from the pattern
    async ({}, use) => {
      const portal = await Portal.open({ PORTICO_PSEUDO_LOCALE: "on" });
      await use(portal);
      await portal.stop();
    },
    { scope: "worker", timeout: 300_000 },
  ],
  world: [
    async ({ portal, browser }, use) => {
      const world = await createWorld(portal, browser);
      await use(world);
      await world.close();
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

export { expect } from "playwright/test";
