import { createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, test, vi } from "vitest";
import type { Env } from "../env";
import { startDemoApps } from "./demo-apps.mjs";

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

const answers = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  );

test("the demo's programs answer on this machine only, and end when the demo does", { timeout: 60_000 }, async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  const apps = await Promise.all(
    (["calendar-client", "calendar-api"] as const).map(async (name) => {
      const port = await findFreePort();
      const environment = { PORT: String(port), CLIENT_ID: "x", CLIENT_SECRET: "x" };
      return { name, port, url: `http://127.0.0.1:${port}`, environment };
    }),
  );
  const stop = await startDemoApps({ issuer: "http://localhost:1" } as Env, { accounts: [], apps });
  try {
    for (const { url } of apps) await expect.poll(() => answers(url)).toBe(true);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) {
      for (const { port } of apps) expect(await answers(`http://${address}:${port}`), address).toBe(false);
    }
  } finally {
    await stop();
    printed.mockRestore();
  }
  for (const { url } of apps) expect(await answers(url)).toBe(false);
});
