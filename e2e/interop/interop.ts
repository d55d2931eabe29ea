import { mkdir } from "node:fs/promises";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { type Person, Portal } from "../fixtures/portal";
import { findFreePort } from "../fixtures/process";
import { SignInScreen } from "../screens/sign-in";
import { call } from "./call";
import { type AppDescription, type Description, readDescriptions } from "./description";
import { install, NotInstalled } from "./install";
import { observe } from "./observe";
import { Program } from "./program";
import { RecordingProxy } from "./recording-proxy";
import { registerApi, registerApp, registerService, type Told } from "./register-in-console";
import { type Row, writeRow } from "./table";
import { visit } from "./visit";

const pictures = path.join(import.meta.dirname, "..", ".output", "interop-failures");

interface World {
  portal: Portal;
  proxy: RecordingProxy;
  browser: Browser;
  /** registers apps */
  developer: Person;
  /** registers APIs, which is not for everybody */
  administrator: Person;
  person: Person & { name: string };
}

/**
 * @param hasLegacyTypes whether this portal answers with tokens through the browser, where an app is registered for it
 */
async function openWorld(hasLegacyTypes: boolean): Promise<World> {
  const port = await findFreePort();
  const proxy = await RecordingProxy.start(() => port);
  const legacy = hasLegacyTypes ? { PORTICO_LEGACY_RESPONSE_TYPES: "on" } : undefined;
  const portal = await Portal.start({
    PORT: String(port),
    PORTICO_ISSUER: proxy.url,
    PORTICO_RATE_LIMITS: "on",
    ...legacy,
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH,
    chromiumSandbox: process.getuid?.() !== 0,
  });
  const name = "Example Person";
  const person = { ...(await portal.createUser({ claims: { name } })), name };
  const developer = await portal.createUser();
  const administrator = await portal.createUser({ isAdmin: true });
  return { portal, proxy, browser, developer, administrator, person };
}

/** Signs in to the console for what `step` does there. Once is not enough: secrets are for who proved it lately. */
async function inConsole<T>({ browser, proxy }: World, who: Person, step: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ baseURL: proxy.url, locale: "en-GB" });
  try {
    const page = await context.newPage();
    // A new secret was copied by reading it off the page; the browser cannot know that and asks.
    page.on("dialog", (dialog) => void dialog.accept());
    await page.goto("/console");
    await new SignInScreen(page).signIn(who);
    await page.waitForURL(/\/console/);
    return await step(page);
  } finally {
    await context.close();
  }
}

/** One library from its registry to the sign-out. @throws with what went wrong */
async function tryClient(world: World, description: Description, row: Row): Promise<string> {
  const installed = await install(description);
  row.version = installed.version;
  const port = await findFreePort();
  const appUrl = `http://${description.host}:${port}`;
  const { library, api: wanted } = description;
  const { developer, administrator } = world;
  const api = wanted && (await inConsole(world, administrator, (page) => registerApi(page, library, wanted, appUrl)));
  const app =
    "signIn" in description ? await inConsole(world, developer, (page) => registerApp(page, description, appUrl)) : {};
  const told: Told = {
    ...api,
    ...app,
    ISSUER: world.proxy.url,
    PORT: String(port),
    SECOND_PORT: String(await findFreePort()),
    HOST: "127.0.0.1",
    APP_URL: appUrl,
    FOLDER: installed.folder,
  };
  const program = await Program.start(installed, description.start, told);
  try {
    if ("signIn" in description) return await tryApp(world, description, { appUrl, row });
    const { scope } = description.api;
    const service = await inConsole(world, developer, (page) => registerService(page, library, scope));
    return await call(description, { service, told });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`${words}\n\nThe program: ${program.output.slice(-3000)}`);
  } finally {
    await program.stop();
  }
}

/** A person signs in to the program, in a browser of their own. */
async function tryApp(
  { browser, proxy, person }: World,
  description: AppDescription,
  { appUrl, row }: { appUrl: string; row: Row },
): Promise<string> {
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const before = proxy.exchanges.length;
  const listExchanges = () => proxy.exchanges.slice(before);
  try {
    return await visit({ page, description, person, appUrl, portalUrl: proxy.url, listExchanges });
  } catch (error) {
    await page.screenshot({ path: path.join(pictures, `${description.name}.png`), fullPage: true });
    const words = (await page.locator("body").textContent()) ?? "";
    const refused = listExchanges().filter(({ status }) => status >= 400);
    throw new Error(
      [
        error instanceof Error ? error.message : String(error),
        `The page (${page.url()}): ${words.slice(0, 1500)}`,
        ...refused.map(({ method, url, status }) => `The portal answered ${status} to ${method} ${url.pathname}`),
      ].join("\n\n"),
    );
  } finally {
    Object.assign(row, observe(listExchanges()));
    await context.close();
  }
}

async function closeWorld({ browser, portal, proxy }: World): Promise<void> {
  await browser.close();
  await portal.stop();
  await proxy.stop();
}

/** Tries clients in turn, and prints how far each came. */
async function tryAll(world: World, descriptions: readonly Description[]): Promise<void> {
  for (const description of descriptions) {
    const { library, language, note } = description;
    const row: Row = {
      library,
      language,
      version: "",
      pkce: "",
      nonce: "",
      authMethod: "",
      claimsFrom: "",
      result: "",
    };
    try {
      row.result = await tryClient(world, description, row);
      count.passed += 1;
    } catch (error) {
      const isMissing = error instanceof NotInstalled;
      row.result = isMissing ? "not run: it could not be installed" : "**failed**";
      count[isMissing ? "notRun" : "failed"] += 1;
      console.log((error instanceof Error ? error.message : String(error)).replace(/^/gm, "    "));
    }
    if (note) row.result += `. ${note}`;
    console.log(`${description.name}: ${row.result}`);
    await writeRow(row);
  }
}

function isLegacy(description: Description): boolean {
  return "registration" in description && description.registration?.responseTypes !== undefined;
}

const descriptions = await readDescriptions(process.argv.slice(2));
await mkdir(pictures, { recursive: true });
const count = { passed: 0, failed: 0, notRun: 0 };
for (const hasLegacyTypes of [false, true]) {
  const some = descriptions.filter((description) => isLegacy(description) === hasLegacyTypes);
  if (some.length === 0) continue;
  const world = await openWorld(hasLegacyTypes);
  try {
    await tryAll(world, some);
  } finally {
    await closeWorld(world);
  }
}
console.log(`${count.passed} went all the way, ${count.failed} failed, ${count.notRun} not run`);
process.exitCode = count.failed > 0 ? 1 : 0;
