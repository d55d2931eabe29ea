import { expect, it } from "vitest";
import { listLanguages } from "../i18n/locale";
import { wordsFor } from "../i18n/words";
import { renderMailPage } from "./mail-page";

const portalName = "Example Portal";
const href = "https://id.example.org/confirm";
const code = "1234 5678";

it.each(listLanguages())(
  "shows the code of each mail that has one large, and on a line that can be copied, in %s",
  (language) => {
    const { mails } = wordsFor(language).auth;
    const withCode = [
      mails.signUpCode({ portalName, code }),
      mails.signInCode({ portalName, code, href }),
      mails.reset({ portalName, code, href }),
      mails.newEmail({ portalName, code, href }),
    ];
    for (const mail of withCode) {
      const page = renderMailPage(mail, { portalName, host: "id.example.org", language, support: null });
      expect(page, mail.subject).toMatch(/class="code"[^>]*>1234 5678</);
    }
  },
);
