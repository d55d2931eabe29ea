import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { writeGeoDatabase } from "../../lib/auth/testing/geo-database";
import { createSelfSignedCertificate } from "../../lib/http/testing/self-signed-certificate";
import { MailServer } from "../fixtures/mail-server";
import { Portal } from "../fixtures/portal";
import { test as base, expect } from "../fixtures/test";
import { SignInScreen } from "../screens/sign-in";
import { expectStatus } from "../screens/status";

/** The address of the portal's mail server, where another one can be put meanwhile. */
class MailPort {
  /** null: nobody answers */
  target: number | null = null;
  private readonly server = createServer((socket) => {
    socket.on("error", () => undefined);
    if (this.target === null) return;
    const onward = connect(this.target, "127.0.0.1");
    onward.on("error", () => socket.destroy());
    socket.on("close", () => onward.destroy());
    socket.pipe(onward).pipe(socket);
  });

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.close();
  }
}

const test = base.extend<object, { mailPort: MailPort }>({
  mailPort: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of needed fixtures from the pattern
    async ({}, use) => {
      const port = new MailPort();
      await use(port);
      port.stop();
    },
    { scope: "worker" },
  ],
  portal: [
    async ({ mailPort }, use) => {
      const folder = await mkdtemp(path.join(os.tmpdir(), "portico-places-"));
      const file = path.join(folder, "cities.mmdb");
      const city = { names: { en: "Seoul", ko: "서울" } };
      const country = { iso_code: "KR", names: { en: "South Korea", ko: "대한민국" } };
      await writeFile(file, writeGeoDatabase(203, { city, country }));
      const portal = await Portal.start(
        {
          PORTICO_GEO_DATABASE: file,
          PORTICO_TRUST_PROXY: "loopback",
          SMTP_URL: `smtp://portal:a-secret@127.0.0.1:${await mailPort.start()}`,
        },
        { isDatabaseMade: true },
      );
      await use(portal);
      await portal.stop();
      await rm(folder, { recursive: true });
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

// They share a portal of their own, which takes longer to start than they take.
test.describe.configure({ mode: "default" });

test("a session tells about where it is used, in the reader's language, where the operator has a database of places @no-js", async ({
  browser,
  portal,
}) => {
  const person = await portal.createUser();
  for (const [locale, address, words] of [
    ["en-GB", "203.0.113.7", "203.0.113.7 (near Seoul, South Korea)"],
    ["ko-KR", "203.0.113.7", "203.0.113.7 (대한민국 서울 부근)"],
    ["en-GB", "198.51.100.7", "198.51.100.7"],
  ] as const) {
    const headers = { "x-forwarded-for": address };
    const context = await browser.newContext({
      ...{ baseURL: portal.url, locale, javaScriptEnabled: false },
      extraHTTPHeaders: headers,
    });
    const page = await context.newPage();
    await page.goto("/account/sessions");
    await new SignInScreen(page).signIn(person);
    await expect(page.getByRole("main").getByText(address).first()).toBeVisible();
    const told = ((await page.getByRole("main").textContent()) ?? "").replace(/\s+/g, " ");
    expect(told).toContain(words);
    if (address === "198.51.100.7") expect(told).not.toContain(`${address} (`);
    await context.close();
  }
});

test("a test mail shows what the mail server answered: taken, refused, a wrong password, no encryption, silence", async ({
  page,
  portal,
  mailPort,
}) => {
  test.setTimeout(180_000);
  let isPasswordRight = true;
  const open = new MailServer({
    ...{ authOptional: false, allowInsecureAuth: true },
    onAuth: ({ username }, _session, done) => {
      if (isPasswordRight) return done(null, { user: username });
      done(Object.assign(new Error("try another one"), { responseCode: 535 }));
    },
    onRcptTo: ({ address }, _session, done) => {
      const isKnown = !address.startsWith("nobody");
      done(isKnown ? null : Object.assign(new Error("no such mailbox"), { responseCode: 550 }));
    },
  });
  // Its certificate is nobody's whom the portal trusts.
  const encrypted = new MailServer({ disabledCommands: [], ...createSelfSignedCertificate("127.0.0.1") });
  await open.start();
  await encrypted.start();
  try {
    await page.goto("/admin/settings");
    const administrator = await portal.createUser({ isAdmin: true });
    await new SignInScreen(page).signIn(administrator);
    const form = page.getByRole("form", { name: "Test mail" });
    const send = async (to: string) => {
      await form.getByLabel("To").fill(to);
      await form.getByRole("button", { name: "Send a test mail" }).click();
    };
    const problem = page.getByRole("alert").filter({ hasText: "Not sent." });

    mailPort.target = open.port;
    await send(administrator.email);
    await expectStatus(page, `The mail server accepted the mail to ${administrator.email}. It answered: 250`);
    // The portal may send others meanwhile, such as the one about a new browser.
    expect(open.recipients).toContain(administrator.email);

    await send("nobody@example.org");
    await expect(problem).toContainText("did not accept the sender or the recipient");
    await expect(problem).toContainText("550 no such mailbox");

    isPasswordRight = false;
    await send(administrator.email);
    await expect(problem).toContainText("did not accept the user name and password in SMTP_URL");
    await expect(problem).toContainText("535 try another one");

    mailPort.target = encrypted.port;
    await send(administrator.email);
    await expect(problem).toContainText("The connection could not be encrypted");

    mailPort.target = null;
    await send(administrator.email);
    await expect(problem).toContainText("did not answer in time", { timeout: 40_000 });
    expect(await page.content()).not.toContain("a-secret");
  } finally {
    await open.stop();
    await encrypted.stop();
  }
});
