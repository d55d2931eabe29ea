import { authorize } from "./authorize";
import { clientCredentials } from "./client-credentials";
import { exchangeCodes } from "./code-exchange";
import { discovery, jwks } from "./documents";
import { introspection } from "./introspection";
import { refresh } from "./refresh";
import { passwordSignIn, signInPage } from "./sign-in";
import { userinfo } from "./userinfo";
import type { Workload } from "./workload";

/** In the order of the report. */
export const workloads: Workload[] = [
  clientCredentials,
  exchangeCodes,
  refresh,
  introspection,
  userinfo,
  authorize,
  discovery,
  jwks,
  signInPage,
  passwordSignIn,
];
