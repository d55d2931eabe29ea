import { repeat } from "../load/plan";
import { get } from "./requests";
import { allPeers, planFor, type Workload } from "./workload";

/** @see OpenID Connect Discovery 1.0 §4 */
export const discovery: Workload = {
  name: "discovery",
  title: "discovery",
  engines: allPeers,
  prepare: async (engine, size) => ({
    ...planFor(engine, size),
    check: "metadata",
    ...repeat(get(engine.endpoints.discovery)),
  }),
};

/** @see RFC 7517 §5 */
export const jwks: Workload = {
  name: "jwks",
  title: "jwks",
  engines: allPeers,
  prepare: async (engine, size) => ({ ...planFor(engine, size), check: "jwks", ...repeat(get(engine.endpoints.jwks)) }),
};
