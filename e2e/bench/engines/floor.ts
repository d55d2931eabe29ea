import { BenchProcess } from "../bench-process";
import type { Engine, EngineSetting } from "./engine";

/** Bare node:http with one prepared INSERT. */
export async function startFloor({ databaseUrl }: EngineSetting): Promise<Engine> {
  const process = new BenchProcess("floor", ["--import", "tsx", "e2e/bench/peers/floor.ts"], {
    DATABASE_URL: databaseUrl,
  });
  const { port } = await process.receive<{ port: number }>(60);
  const nobody = { clientId: "client", clientSecret: "secret" };
  return {
    name: "floor",
    process,
    port,
    host: `127.0.0.1:${port}`,
    issuer: `http://127.0.0.1:${port}`,
    settings: ["node:http", "pg pool of 10", "one prepared INSERT of one row, no checks of the request"],
    endpoints: { authorize: "", token: "/token", introspect: "", userinfo: "", jwks: "", discovery: "" },
    clients: { service: nobody, web: nobody, spa: nobody },
    browsers: [],
    subject: "",
    signInPage: null,
    signIn: null,
  };
}
