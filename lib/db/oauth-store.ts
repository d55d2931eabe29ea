import type { OAuthStore } from "../oauth/store";
import { accessTokenSteps } from "./oauth-access-tokens";
import { clientReads } from "./oauth-clients";
import { codeSteps } from "./oauth-codes";
import { refreshTokenSteps } from "./oauth-refresh-tokens";
import { requestSteps } from "./oauth-requests";

/** The protocol core's persistence, on PostgreSQL, embedded or served. */
export const oauthStore: OAuthStore = {
  ...clientReads,
  ...requestSteps,
  ...codeSteps,
  ...accessTokenSteps,
  ...refreshTokenSteps,
};
