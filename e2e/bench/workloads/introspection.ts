import { postByClient } from "./requests";
import { obtainGrants } from "./tokens";
import { allPeers, planFor, type Workload } from "./workload";

/** A client asks about a person's token that it holds. @see RFC 7662 §2 */
export const introspection: Workload = {
  name: "introspection",
  title: "introspection",
  engines: allPeers,
  prepare: async (engine, size, run) => {
    const grants = await obtainGrants(engine, "web", 4 * size.connections, size, run);
    const requests = grants.map((grant) =>
      postByClient(engine, "web", engine.endpoints.introspect, { token: grant.access_token }),
    );
    return { ...planFor(engine, size), check: "introspection", requests, mode: "repeat" };
  },
};
