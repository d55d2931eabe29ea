import { readFileSync } from "node:fs";
import { expect, test } from "playwright/test";
import { Portal } from "../fixtures/portal";
import { startPostgres } from "../run/postgres.mjs";
import { askForToken } from "./token-requests";

test.describe.configure({ timeout: 300_000 });

/** The role and the secret of a process, as the system knows them. */
function readVariables(processId: number): { role: string; secret: string } {
  const lines = readFileSync(`/proc/${processId}/environ`, "utf8").split("\0");
  const find = (name: string) => lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  return { role: find("PORTICO_WORKER_ROLE"), secret: find("PORTICO_SECRET") };
}

test("PORTICO_SIGNER=process: one process has the secret and signs; when it dies, requests wait or get 503 until another is there", async () => {
  const postgres = await startPostgres();
  const portal = await Portal.start({ DATABASE_URL: postgres.url, PORTICO_SIGNER: "process" });
  try {
    await portal.createApi({
      identifier: "https://api.example",
      name: "Jobs",
      token_format: "jwt",
      scopes: [{ name: "jobs:read", title: "Read jobs" }],
    });
    const service = await portal.createClient({
      client_name: "Nightly export",
      grant_types: ["client_credentials"],
      scope: "jobs:read",
    });
    const workers = (await portal.listWorkers()).map((id) => ({ id, ...readVariables(id) }));
    const signers = workers.filter(({ role }) => role === "signer");
    const others = workers.filter(({ role }) => role === "pages" || role === "protocol");
    expect(signers).toHaveLength(1);
    expect(others.map(({ secret }) => secret.slice(0, 13))).toEqual(others.map(() => "portico-keys."));
    expect(others.length).toBeGreaterThanOrEqual(2);
    expect(signers[0]?.secret).not.toMatch(/^portico-keys/);

    expect((await askForToken(portal, service)).token).toMatch(/^ey/);
    process.kill(signers[0]?.id ?? 0, "SIGKILL");
    const statuses = new Set<number>();
    const ask = async () => {
      const { status } = await askForToken(portal, service);
      statuses.add(status);
      return portal.output.includes("A worker for signer ended") ? status : 0;
    };
    await expect.poll(ask, { timeout: 60_000 }).toBe(200);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  } finally {
    await portal.stop();
    await postgres.stop();
  }
});
