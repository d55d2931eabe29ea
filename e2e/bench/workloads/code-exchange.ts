import { repeat } from "../load/plan";
import { obtainCodes } from "./authorize";
import { codeExchange } from "./requests";
import { allPeers, planFor, type Workload } from "./workload";

/** A confidential client redeems codes, each once. @see RFC 6749 §4.1.3 */
export const exchangeCodes: Workload = {
  name: "code_exchange",
  title: "code exchange",
  engines: [...allPeers, "floor"],
  prepare: async (engine, size, run) => {
    if (engine.name === "floor") {
      return { ...planFor(engine, size), check: "token", ...repeat(codeExchange(engine, "web", "code")) };
    }
    const codes = await obtainCodes(engine, "web", size.stock, size, run);
    const requests = codes.map((code) => codeExchange(engine, "web", code));
    return { ...planFor(engine, { ...size, seconds: 30 }), check: "grant", requests, mode: "once" };
  },
};
