import { repeat } from "../load/plan";
import { postByClient } from "./requests";
import { obtainGrants } from "./tokens";
import { allPeers, planFor, type Workload } from "./workload";

/** A public client's refresh token is used once and answered with its successor. @see RFC 6749 §6, RFC 9700 §4.14.2 */
export const refresh: Workload = {
  name: "refresh",
  title: "refresh with rotation",
  engines: [...allPeers, "floor"],
  prepare: async (engine, size, run) => {
    const request = (token: string) =>
      postByClient(engine, "spa", engine.endpoints.token, { grant_type: "refresh_token", refresh_token: token });
    if (engine.name === "floor") return { ...planFor(engine, size), check: "token", ...repeat(request("token")) };
    const grants = await obtainGrants(engine, "spa", size.connections, size, run);
    const requests = grants.map((grant) => request(grant.refresh_token));
    return { ...planFor(engine, size), check: "grant", requests, mode: "chain" };
  },
};
