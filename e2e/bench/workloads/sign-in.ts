import { type RequestSpec, repeat } from "../load/plan";
import { planFor, type Workload } from "./workload";

function existing(request: RequestSpec | null, what: string): RequestSpec {
  if (!request) throw new Error(`no ${what}`);
  return request;
}

/** The page as a browser without cookies opens it. The peers have none: theirs are the integrator's to write. */
export const signInPage: Workload = {
  name: "sign_in_page",
  title: "sign-in page",
  engines: ["portico"],
  prepare: async (engine, size) => ({
    ...planFor(engine, size),
    check: "page",
    ...repeat(existing(engine.signInPage, "sign-in page")),
  }),
};

/** A right password, four at a time: what it costs is the hash, which is slow on purpose. */
export const passwordSignIn: Workload = {
  name: "password_sign_in",
  title: "password sign-in",
  engines: ["portico", "better-auth"],
  prepare: async (engine, size) => ({
    ...planFor(engine, { ...size, connections: 4, seconds: Math.min(3, 4 * size.seconds) }),
    check: "signed-in",
    ...repeat(existing(engine.signIn, "password sign-in")),
  }),
};
