import type { Page } from "playwright/test";
import type { World } from "../world";

/** Opens the page of directories about one that there is. Afterwards the portal is as other tests expect it. */
export async function withDirectory(world: World, page: Page, act: "edit" | "remove"): Promise<Page> {
  const { id } = await world.portal.addDirectory("Acme", "example.org");
  try {
    await page.goto(`/admin/directories?${act}=${id}`);
    return page;
  } finally {
    await world.portal.removeDirectory("Acme");
  }
}
