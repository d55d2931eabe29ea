import type { OAuthStore } from "../oauth/store";
import { clientReads } from "./oauth-clients";
import { requestSteps } from "./oauth-requests";
import { tokenSteps } from "./oauth-tokens";

/** The protocol core's persistence, on PostgreSQL, embedded or served. */
export const oauthStore: OAuthStore = { ...clientReads, ...requestSteps, ...tokenSteps };
