import { get } from "./requests";
import { obtainGrants } from "./tokens";
import { allPeers, planFor, type Workload } from "./workload";

/** @see OpenID Connect Core 1.0 §5.3 */
export const userinfo: Workload = {
  name: "userinfo",
  title: "userinfo",
  engines: allPeers,
  prepare: async (engine, size, run) => {
    const grants = await obtainGrants(engine, "web", 4 * size.connections, size, run);
    const requests = grants.map((grant) =>
      get(engine.endpoints.userinfo, { authorization: `Bearer ${grant.access_token}` }),
    );
    return { ...planFor(engine, size), check: "userinfo", requests, mode: "repeat" };
  },
};
