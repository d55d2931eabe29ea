import { accountWords } from "./en/account";
import { adminWords } from "./en/admin";
import { authWords } from "./en/auth";
import { commonWords } from "./en/common";
import { consoleWords } from "./en/console";

const words = { common: commonWords, auth: authWords, console: consoleWords, account: accountWords, admin: adminWords };

/** Every word a person can read: one typed object, functions where a part varies. */
export type Words = typeof words;

/** The catalogue. English is the only language so far. */
export function getWords(): Words {
  return words;
}
