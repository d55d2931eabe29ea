import { repeat } from "../load/plan";
import { postByClient } from "./requests";
import { allPeers, planFor, type Workload } from "./workload";

/** @see RFC 6749 §4.4.2 */
export const clientCredentials: Workload = {
  name: "client_credentials",
  title: "client_credentials",
  engines: [...allPeers, "floor"],
  prepare: async (engine, size) => {
    const request = postByClient(engine, "service", engine.endpoints.token, { grant_type: "client_credentials" });
    return { ...planFor(engine, size), check: "token", ...repeat(request) };
  },
};
