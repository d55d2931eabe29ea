import { renderMailPage } from "../../lib/auth/mail-page";
import { wordsFor } from "../../lib/i18n/words";
import { test } from "../fixtures/test";
import { expectAccessible } from "./check-page";

const portalName = "Example Portal of a Rather Long Name";
const token = "t".repeat(43);
const href = `https://id.example.org/reset/confirm?token=${token}`;
const at = new Date("2026-01-01T12:00:00Z");

/** The mails that differ in what they are made of: a code and a link, lines, an address at the end. */
for (const language of ["en", "ko"] as const) {
  const { mails } = wordsFor(language).auth;
  const app = "Acme Calendar";
  const shown = {
    reset: mails.reset({ portalName, code: "1234 5678", href }),
    newBrowser: mails.newBrowser(
      { portalName, browser: "Firefox", address: "2001:db8:1111:2222:3333:4444:5555:6666", href },
      at,
    ),
    newAccess: mails.newAccess({ portalName, app, permissions: "– Change events\n– Delete events", href }),
  };
  for (const [name, mail] of Object.entries(shown)) {
    test(`the mail ${name} in ${language} is readable in both themes and at 320 pixels`, async ({ browser }) => {
      const page = await browser.newPage();
      const body = renderMailPage(mail, {
        portalName,
        host: "id.example.org",
        language,
        support: mails.support("help@example.org"),
      });
      await page.route("https://mail.example/", (route) =>
        route.fulfill({ body, contentType: "text/html; charset=utf-8" }),
      );
      await page.goto("https://mail.example/");
      await expectAccessible(page, `mail ${name} ${language}`);
      await page.close();
    });
  }
}
