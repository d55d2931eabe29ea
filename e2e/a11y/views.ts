import { accountViews } from "./views/account";
import { adminViews } from "./views/admin";
import { authViews } from "./views/auth";
import { consoleViews } from "./views/console";
import { siteViews } from "./views/site";

/** Every page in its states, a file an area. */
export const views = [...siteViews, ...authViews, ...accountViews, ...consoleViews, ...adminViews];
