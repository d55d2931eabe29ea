import type { OAuthStore } from "../../oauth/store";
import { accessTokenSteps } from "./access-tokens";
import { clientGrantSteps } from "./client-grants";
import { clientReads } from "./clients";
import { codeSteps } from "./codes";
import { personClaimReads } from "./person-claims";
import { refreshTokenSteps } from "./refresh-tokens";
import { requestSteps } from "./requests";
import { statusListSteps } from "./status-lists";

/** The protocol core's persistence, on PostgreSQL, embedded or served. */
export const oauthStore: OAuthStore = {
  ...clientReads,
  ...personClaimReads,
  ...requestSteps,
  ...codeSteps,
  ...clientGrantSteps,
  ...accessTokenSteps,
  ...refreshTokenSteps,
  ...statusListSteps,
};
