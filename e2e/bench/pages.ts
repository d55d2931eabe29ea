// `npm run bench -- --pages`: how fast pages come to a phone (Lighthouse), react to the hand, and are answered when many ask.
// Ends with 1 if a bar is missed.
import { chromium } from "playwright";
import { ClientApp, webClient } from "../fixtures/client-app";
import { Portal } from "../fixtures/portal";
import { getChromium } from "../run/chromium.mjs";
import { registerAs } from "../screens/console";
import { SignInScreen } from "../screens/sign-in";
import { measureAnswers } from "./pages/answers";
import { measureInteraction } from "./pages/interaction";
import { installLighthouse, type PageBars, rate } from "./pages/lighthouse";

const AUTH_BARS: PageBars = { lcpMs: 1500, tbtMs: 150, cls: 0.02, performance: 95 };
const CONSOLE_BARS: PageBars = { lcpMs: 2500, tbtMs: 300, cls: 0.05, performance: 85 };
/** milliseconds */
const MOST_INTERACTION = 200;
const MOST_ANSWER = 150;

let isMissed = false;
function report(name: string, figures: string, missed: string[]): void {
  isMissed ||= missed.length > 0;
  console.log(`${name}: ${figures}${missed.length > 0 ? ` – MISSES ${missed.join(", ")}` : ""}`);
}

const chromePath = await getChromium();
const lighthouse = await installLighthouse();
// One process for each core, as `npm start` has them.
const portal = await Portal.start({ PORTICO_WORKERS: "" });
const app = new ClientApp(portal.url);
await app.start();
const browser = await chromium.launch({ executablePath: chromePath, chromiumSandbox: process.getuid?.() !== 0 });
try {
  const client = await portal.createClient(webClient(app));
  const context = await browser.newContext({ baseURL: portal.url });
  const page = await context.newPage();
  const uris = ["https://board.example.org/callback"];
  const { clientId } = await registerAs(page, await portal.createUser(), "Acme Board", uris);
  await page.goto(app.authorizeUrl(client));
  const consent = page.url().slice(portal.url.length);
  const cookieOf = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  // Somebody who is on the way to an app and not signed in yet.
  const stranger = await (await browser.newContext({ baseURL: portal.url })).newPage();
  await stranger.goto(app.authorizeUrl(client));
  await new SignInScreen(stranger).expectToBeHere();

  const overview = `/console/clients/${clientId}`;
  for (const [path, cookie, bars] of [
    ["/login", "", AUTH_BARS],
    ["/sign-up", "", AUTH_BARS],
    ["/reset", "", AUTH_BARS],
    [consent, cookieOf, AUTH_BARS],
    ["/console", cookieOf, CONSOLE_BARS],
    [overview, cookieOf, CONSOLE_BARS],
    [`${overview}/redirect-uris`, cookieOf, CONSOLE_BARS],
  ] as const) {
    const { figures, missed } = await rate(lighthouse, { url: portal.url + path, cookie, chromePath, bars });
    report(`Lighthouse, ${path.replace(/\?.*/, "").replace(clientId, "[clientId]")}`, figures, missed);
  }

  const slowest = await measureInteraction(page, clientId);
  const slow = slowest.milliseconds > MOST_INTERACTION ? [`${MOST_INTERACTION} ms`] : [];
  report("interaction, console, processor four times slower", `${slowest.milliseconds} ms (${slowest.what})`, slow);

  for (const [path, cookie] of [
    ["/login", ""],
    [consent, cookieOf],
    [overview, cookieOf],
  ] as const) {
    const { median, p95 } = await measureAnswers(portal.url + path, cookie);
    const name = `answers, ${path.replace(/\?.*/, "").replace(clientId, "[clientId]")}, 20 at once`;
    report(
      name,
      `median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
      p95 > MOST_ANSWER ? [`${MOST_ANSWER} ms`] : [],
    );
  }
} finally {
  await browser.close();
  await app.stop();
  await portal.stop();
}
process.exitCode = isMissed ? 1 : 0;
