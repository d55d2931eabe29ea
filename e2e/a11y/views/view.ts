import type { Page } from "playwright/test";
import type { World } from "../world";

/** A page in one of its states. */
export interface View {
  /** the file of the page; every `app/**` page must have a view */
  file: string;
  state: string;
  open: (world: World) => Promise<Page>;
  /** the page before anything is done on it: who opens it, and where */
  opened?: { by: "visitor" | "member" | "administrator"; path: (world: World) => string };
  /** the page can be opened only once, and its frames belong to apps, so it is not requested again */
  isOnce?: boolean;
  /** axe rules that it cannot meet; the view says why */
  exceptions?: string[];
}

export const visitor = (file: string, state: string, path: string): View => ({
  file,
  state,
  open: async (world) => {
    const page = await world.newVisitor();
    await page.goto(path);
    return page;
  },
  opened: { by: "visitor", path: () => path },
});

/** Makes the views of somebody who is signed in. `then`: what is done on the page before it is looked at */
const viewsOf =
  (by: "member" | "administrator") =>
  (file: string, state: string, path: (world: World) => string, then?: (page: Page) => unknown): View => ({
    file,
    state,
    open: async (world) => {
      const { context } = by === "member" ? world.member : world.admin;
      const page = await context.newPage();
      await page.goto(path(world));
      await then?.(page);
      return page;
    },
    opened: { by, path },
  });

export const member = viewsOf("member");
export const administrator = viewsOf("administrator");
