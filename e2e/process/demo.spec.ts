import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { expect, test } from "playwright/test";
import { newPassword } from "../fixtures/portal";
import { findFreePort, ServerProcess } from "../fixtures/process";
import { SignInScreen } from "../screens/sign-in";

test.describe.configure({ timeout: 300_000 });

const isRefused = (url: string) =>
  fetch(url).then(
    () => false,
    () => true,
  );

test("the demo runs beside a portal: one browser is signed in to both, neither has the other's people, and each ends alone with all that it started", async ({
  browser,
}) => {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "portico-demo-"));
  const shared = { NODE_ENV: "production", PORTICO_HOST: "127.0.0.1", PORTICO_BCRYPT_COST: "4", DATABASE_URL: "" };
  const start = async (args: string[], changes: Record<string, string>) => {
    const port = await findFreePort();
    const issuer = `http://localhost:${port}`;
    const env = { ...shared, PORT: String(port), PORTICO_ISSUER: issuer, PORTICO_SECRET: "", ...changes };
    const server = new ServerProcess(["lib/server/start.mjs", ...args], env);
    await server.waitFor(`${issuer}/readyz`);
    return { issuer, server };
  };
  const portal = await start([], { PORTICO_DATA_DIR: dataDir });
  // The folder of the demo is inside that of the portal, as it is by default.
  const demoPort = String(await findFreePorts(3));
  const demo = await start(["--demo"], {
    PORTICO_DATA_DIR: path.join(dataDir, "demo"),
    PORTICO_DEMO_PORT: demoPort,
  });
  const context = await browser.newContext();
  try {
    const [, password = ""] = await demo.server.waitForOutput(/user@example\.org with the password (.+)/);
    const [link] = await portal.server.waitForOutput(/http[^\s"]+\/setup[^\s"]*/);
    const [atPortal, atDemo] = [await context.newPage(), await context.newPage()];
    await atPortal.goto(link);
    await atPortal.getByLabel("Email").fill("first@example.org");
    await atPortal.getByLabel("Password", { exact: true }).fill(newPassword());
    await atPortal.getByRole("button", { name: "Create administrator" }).click();
    await expect(atPortal).not.toHaveURL(/\/setup/);
    await atDemo.goto(`${demo.issuer}/login`);
    await new SignInScreen(atDemo).signIn({ email: "user@example.org", password });
    await expect(atDemo.getByRole("banner")).toContainText("Signed in as user@example.org");
    await atPortal.goto(`${portal.issuer}/account`);
    await expect(atPortal.getByRole("banner")).toContainText("Signed in as first@example.org");

    const stranger = await browser.newPage();
    await stranger.goto(`${portal.issuer}/login`);
    await new SignInScreen(stranger).signIn({ email: "user@example.org", password });
    await expect(new SignInScreen(stranger).error).toContainText("Email or password is not right");
    await stranger.close();

    const client = await context.newPage();
    await expect(async () => {
      await client.goto(`http://127.0.0.1:${demoPort}`);
    }).toPass();
    await client.getByText("Sign in with Portico").first().click();
    await expect(client.getByRole("heading", { level: 1 })).toContainText("Example Calendar");
    expect(client.url()).toContain(demo.issuer);

    const programs = await demo.server.listChildren();
    expect(programs.length).toBeGreaterThanOrEqual(3);
    const since = Date.now();
    await demo.server.stop();
    expect(Date.now() - since, "milliseconds until the demo had ended").toBeLessThan(10_000);
    expect(programs.filter(isRunning)).toEqual([]);
    expect(await isRefused(`http://127.0.0.1:${demoPort}`)).toBe(true);
    await atPortal.reload();
    await expect(atPortal.getByRole("banner")).toContainText("Signed in as first@example.org");
  } finally {
    await context.close();
    await demo.server.stop();
    await portal.server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
}

/** The first of `count` ports in a row that nobody listens on now. */
async function findFreePorts(count: number): Promise<number> {
  const first = await findFreePort();
  const rest = Array.from({ length: count - 1 }, (_, index) => first + 1 + index);
  const areFree = await Promise.all(rest.map((port) => isRefused(`http://127.0.0.1:${port}`)));
  return areFree.every(Boolean) && first + count < 65_536 ? first : findFreePorts(count);
}
