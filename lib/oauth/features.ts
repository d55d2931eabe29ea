import { authorize } from "./authorize/feature";
import { events } from "./events/feature";
import type { Feature } from "./feature";
import { grants } from "./grants/feature";
import { introspect } from "./introspect";
import { jwks } from "./jwks";
import { leaks } from "./leaks/feature";
import { checkSession } from "./logout/check-session";
import { endSession } from "./logout/end-session";
import { metadata } from "./metadata";
import { protectedResources } from "./protected-resources";
import { register } from "./register/feature";
import { revoke } from "./revoke";
import { statusLists } from "./status-lists";
import { token } from "./token/feature";
import { userinfo } from "./userinfo";

/** The features of this server, in the order of its metadata. A new feature is one line here. */
export const FEATURES: readonly Feature[] = [
  authorize,
  token,
  userinfo,
  introspect,
  revoke,
  grants,
  events,
  jwks,
  statusLists,
  register,
  endSession,
  checkSession,
  metadata,
  protectedResources,
  leaks,
];
