import type { BenchProcess } from "../bench-process";
import type { RequestSpec } from "../load/plan";
import type { BenchClients } from "../peers/bench-clients";

export type EngineName = "portico" | "oidc-provider" | "better-auth" | "floor";

/** What every engine of OAuth offers, at its own paths. */
export interface Endpoints {
  authorize: string;
  token: string;
  introspect: string;
  userinfo: string;
  jwks: string;
  discovery: string;
}

/** A running engine with its own database, with clients, and a person who is signed in and has consented. */
export interface Engine {
  name: EngineName;
  process: BenchProcess;
  port: number;
  /** the Host header */
  host: string;
  issuer: string;
  /** how it was set up, for the report */
  settings: string[];
  endpoints: Endpoints;
  clients: BenchClients;
  /** `Cookie` headers of browsers in which the person is signed in; the connections of the load share them out */
  browsers: string[];
  /** the person's `sub` */
  subject: string;
  /** its own pages, where it has them */
  signInPage: RequestSpec | null;
  /** a right password, posted as its own page does */
  signIn: RequestSpec | null;
}

/** What an engine is started with. */
export interface EngineSetting {
  /** connection string of its own, empty database */
  databaseUrl: string;
  port: number;
  /** of its own, goes away after the run */
  folder: string;
  /** how many browsers are to be signed in */
  browsers: number;
}

export const authorizationHeader = (clientId: string, clientSecret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64")}`;
