import { writeFile } from "node:fs/promises";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";
import { createSelfSignedCertificate } from "../../lib/http/testing/self-signed-certificate";
import { type Person, Portal } from "../fixtures/portal";
import { findFreePort } from "../fixtures/process";
import { SignInScreen } from "../screens/sign-in";
import type { Description } from "./description";
import { type Certificate, RecordingProxy } from "./recording-proxy";

/** Outside what git tracks. */
export const output = path.join(import.meta.dirname, "..", ".output");

/** Which certificate the programs trust where the portal is on https. */
export const certificateFile = path.join(output, "interop-certificate.pem");

/** Most clients take a portal with its defaults on plain http on this machine; for some it is set up as they need it. */
export const portalKinds = ["plain", "legacy", "https"] as const;
export type PortalKind = (typeof portalKinds)[number];

export type Named = Person & { name: string };

/** What every client of one kind of portal is tried with. */
export interface World {
  portal: Portal;
  proxy: RecordingProxy;
  browser: Browser;
  /** registers apps */
  developer: Person;
  /** registers APIs, which is not for everybody */
  administrator: Person;
  person: Named;
}

/** Starts a portal of this kind behind the recording proxy, a browser, and the people who use them. */
export async function openWorld(kind: PortalKind): Promise<World> {
  const port = await findFreePort();
  const certificate = kind === "https" ? await makeCertificate() : null;
  const proxy = await RecordingProxy.start(() => port, certificate);
  const legacy = kind === "legacy" ? { PORTICO_LEGACY_RESPONSE_TYPES: "on" } : undefined;
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
  const person = await createNamed(portal);
  const developer = await portal.createUser();
  const administrator = await portal.createUser({ isAdmin: true });
  return { portal, proxy, browser, developer, administrator, person };
}

/** The programs read it as a file. */
async function makeCertificate(): Promise<Certificate> {
  const certificate = createSelfSignedCertificate("localhost");
  await writeFile(certificateFile, certificate.cert);
  return certificate;
}

/** Somebody who can sign in and has a name, in no group. */
export async function createNamed(portal: Portal): Promise<Named> {
  const name = "Example Person";
  return { ...(await portal.createUser({ claims: { name } })), name };
}

/** A browser that nobody has used yet. */
export function openContext({ browser, proxy }: World): Promise<BrowserContext> {
  return browser.newContext({ baseURL: proxy.url, locale: "en-GB", ignoreHTTPSErrors: true });
}

/** Signs in to the console for what `step` does there. Once is not enough: secrets are for who proved it lately. */
export async function inConsole<T>(world: World, who: Person, step: (page: Page) => Promise<T>): Promise<T> {
  const context = await openContext(world);
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

/** Ends what {@link openWorld} started. */
export async function closeWorld({ browser, portal, proxy }: World): Promise<void> {
  await browser.close();
  await portal.stop();
  await proxy.stop();
}

/** How the portal has to be set up for a client. */
export function portalKindFor(description: Description): PortalKind {
  if ("https" in description && description.https) return "https";
  const isLegacy = "registration" in description && description.registration?.responseTypes !== undefined;
  return isLegacy ? "legacy" : "plain";
}
