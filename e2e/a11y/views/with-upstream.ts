import type { Page } from "playwright/test";
import type { World } from "../world";

/** A service that needs no discovery, so that nothing elsewhere is asked when it is added. */
const UPSTREAM = {
  id: "github",
  preset: "github",
  name: "GitHub",
  client_id: "portal",
  client_secret: "of this test",
  domains: ["example.org"],
};

/** Opens a page while people can sign in elsewhere. Afterwards the portal is as other tests expect it. */
export async function withUpstream(world: World, page: Page, path: string): Promise<Page> {
  await world.portal.addUpstream(UPSTREAM);
  try {
    await page.goto(path);
    return page;
  } finally {
    await world.portal.removeUpstream(UPSTREAM.id);
  }
}
