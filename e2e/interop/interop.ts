import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Page } from "playwright";
import type { Person } from "../fixtures/portal";
import { findFreePort } from "../fixtures/process";
import { GroupsScreen } from "../screens/groups";
import { call } from "./call";
import { callAndRemove } from "./call-and-remove";
import {
  type AppDescription,
  type Description,
  type Group,
  type ResourceServerDescription,
  readDescriptions,
} from "./description";
import { install, NotInstalled } from "./install";
import { observe } from "./observe";
import { Program } from "./program";
import { registerApi, registerApp, registerAs, registerService, type Told } from "./register-in-console";
import { type Row, writeRow } from "./table";
import { type Visit, visit, visitAndLeave, visitFromOutside } from "./visit";
import {
  certificateFile,
  closeWorld,
  createNamed,
  inConsole,
  type Named,
  openContext,
  openWorld,
  output,
  portalKindFor,
  portalKinds,
  type World,
} from "./world";

const pictures = path.join(output, "interop-failures");

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
    SESSION_SECRET: randomBytes(16).toString("hex"),
    AUTH_SECRET: randomBytes(16).toString("hex"),
    PORT: String(port),
    SECOND_PORT: String(await findFreePort()),
    HOST: "127.0.0.1",
    CA_FILE: certificateFile,
    APP_URL: appUrl,
    FOLDER: installed.folder,
  };
  const program = await Program.start(installed, description.start, told);
  try {
    if ("signIn" in description) return await tryApp(world, description, { appUrl, row });
    return await tryApi(world, description, { appUrl, told });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new Error(`${words}\n\nThe program: ${program.output.slice(-3000)}`);
  } finally {
    await program.stop();
  }
}

/** A service calls the API. If that checks status lists, somebody else's app calls it too, until it is removed. */
async function tryApi(
  world: World,
  description: ResourceServerDescription,
  { appUrl, told }: { appUrl: string; told: Told },
): Promise<string> {
  const { developer, person } = world;
  const { library, api } = description;
  const service = await inConsole(world, developer, (page) => registerService(page, library, api.scope));
  const result = await call(description, { service, told });
  if (!description.checksStatusLists) return result;
  const name = `${library} reader`;
  const registration = { kind: "Web app with a server" as const, redirectPath: "/reader", scopes: [api.scope] };
  const registered = await inConsole(world, developer, (page) => registerAs(page, name, { registration, appUrl }));
  const app = { ...registered, name, redirectUri: `${appUrl}${registration.redirectPath}` };
  const removed = await inBrowser(world, { description, person, appUrl }, ({ page }) =>
    callAndRemove({ page, description, person, told, app }),
  );
  return `${result}, ${removed}`;
}

/** The person signs in to the program. If it asks for groups, so do somebody in none and somebody who leaves one. */
async function tryApp(
  world: World,
  description: AppDescription,
  { appUrl, row }: { appUrl: string; row: Row },
): Promise<string> {
  const { person, portal, proxy } = world;
  const { group } = description;
  const before = proxy.exchanges.length;
  if (group) await inConsole(world, world.administrator, (page) => makeGroup(page, group, person));
  try {
    const result = await inBrowser(world, { description, person, appUrl }, visit);
    if (!group) return result;
    await inBrowser(world, { description, person: await createNamed(portal), appUrl }, (outside) =>
      visitFromOutside(outside, group),
    );
    if (group.afterLeaving === undefined) return `${result}; knows who is in the group`;
    const leaver = await createNamed(portal);
    const inGroup = (step: (groups: GroupsScreen) => Promise<void>) =>
      inConsole(world, world.administrator, async (page) => {
        const groups = new GroupsScreen(page);
        await groups.open(group.name);
        await step(groups);
      });
    await inGroup((groups) => groups.add(leaver.email, group.name));
    await inBrowser(world, { description, person: leaver, appUrl }, (leaving) =>
      visitAndLeave(leaving, group, () => inGroup((groups) => groups.remove(leaver.email))),
    );
    return `${result}; knows who is in the group, and who left it`;
  } finally {
    Object.assign(row, observe(proxy.exchanges.slice(before)));
  }
}

async function makeGroup(page: Page, { name }: Group, { email }: Person): Promise<void> {
  const groups = new GroupsScreen(page);
  await groups.make(name);
  await groups.add(email, name);
}

/** Somebody visits the program in a browser of their own. @throws with the page and the portal's refusals */
async function inBrowser<T, D extends Description>(
  world: World,
  { description, person, appUrl }: { description: D; person: Named; appUrl: string },
  step: (visit: Visit<D>) => Promise<T>,
): Promise<T> {
  const context = await openContext(world);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const before = world.proxy.exchanges.length;
  const listExchanges = () => world.proxy.exchanges.slice(before);
  try {
    return await step({ page, description, person, appUrl, portalUrl: world.proxy.url, listExchanges });
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
    await context.close();
  }
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

const descriptions = await readDescriptions(process.argv.slice(2));
await mkdir(pictures, { recursive: true });
const count = { passed: 0, failed: 0, notRun: 0 };
for (const kind of portalKinds) {
  const some = descriptions.filter((description) => portalKindFor(description) === kind);
  if (some.length === 0) continue;
  const world = await openWorld(kind);
  try {
    await tryAll(world, some);
  } finally {
    await closeWorld(world);
  }
}
console.log(`${count.passed} went all the way, ${count.failed} failed, ${count.notRun} not run`);
process.exitCode = count.failed > 0 ? 1 : 0;
