import type { Page } from "playwright";
import { waitUntilTakenOver } from "../../screens/taken-over";

interface Interaction {
  milliseconds: number;
  /** event, control and page */
  what: string;
}

/**
 * The slowest reaction of a tour through the console, from the press of a key or a button to the next picture, on a processor
 * that is four times slower.
 * @see https://www.w3.org/TR/event-timing/
 */
export async function measureInteraction(page: Page, clientId: string): Promise<Interaction> {
  const seen: Interaction[] = [];
  await page.exposeFunction("tellInteraction", (one: Interaction) => seen.push(one));
  await page.addInitScript(() => {
    const { tellInteraction } = window as unknown as { tellInteraction: (one: object) => void };
    const options = { type: "event", durationThreshold: 16, buffered: true };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEventTiming & { interactionId: number })[]) {
        if (entry.interactionId === 0) continue;
        const target = entry.target instanceof Element ? entry.target.outerHTML.slice(0, 60) : "";
        tellInteraction({ milliseconds: entry.duration, what: `${entry.name} ${target} ${location.pathname}` });
      }
    }).observe(options);
  });
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const open = async (path: string) => {
    await page.goto(path);
    await waitUntilTakenOver(page);
  };

  await open("/console");
  await page.getByRole("searchbox").pressSequentially("Acme");
  await open(`/console/clients/${clientId}`);
  await page.locator("summary").first().click();
  await open(`/console/clients/${clientId}/redirect-uris`);
  const form = page.getByRole("form", { name: "Add a redirect URI" });
  await form.getByRole("textbox").pressSequentially("https://board.example.org/other");
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("https://board.example.org/other").first().waitFor();
  await page.getByRole("link", { name: "Edit https://board.example.org/callback" }).click();
  await page.keyboard.press("Escape");
  await open(`/console/clients/${clientId}/scopes`);
  await page.getByRole("checkbox").first().click();
  await open(`/console/clients/${clientId}/settings`);
  await page.getByRole("textbox").first().pressSequentially("Board");
  await open("/console/clients/new");
  await page.getByLabel("App name").pressSequentially("Acme Tour");
  await page.getByRole("radio").nth(1).click();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByLabel("Redirect URIs").waitFor();
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });

  if (seen.length === 0) throw new Error("the browser told of no interaction");
  return seen.toSorted((a, b) => b.milliseconds - a.milliseconds)[0] ?? { milliseconds: 0, what: "" };
}
