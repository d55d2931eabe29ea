import { accountRoutes } from "./account-routes";
import type { ApiRoute } from "./api-route";
import { claimRoutes } from "./claim-routes";
import { clientRoutes } from "./client-routes";
import { consentRoutes } from "./consent-routes";
import { directoryRoutes } from "./directory-routes";
import { groupRoutes } from "./group-routes";
import { invitationRoutes } from "./invitation-routes";
import { peopleRoutes } from "./people-routes";
import { upstreamRoutes } from "./upstream-routes";

/** Every operation of the portal's API. */
export const API_ROUTES: readonly ApiRoute[] = [
  ...accountRoutes,
  ...consentRoutes,
  ...clientRoutes,
  ...peopleRoutes,
  ...groupRoutes,
  ...claimRoutes,
  ...upstreamRoutes,
  ...directoryRoutes,
  ...invitationRoutes,
];
