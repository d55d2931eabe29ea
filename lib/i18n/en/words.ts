import { accountWords } from "./account";
import { adminWords } from "./admin";
import { authWords } from "./auth";
import { commonWords } from "./common";
import { consoleWords } from "./console";
import { docsWords } from "./docs";
import { formats } from "./formats";
import { scopeWords } from "./scopes";

/** English, the language in which words are written first. */
export const words = {
  common: commonWords,
  auth: authWords,
  console: consoleWords,
  account: accountWords,
  admin: adminWords,
  docs: docsWords,
  scopes: scopeWords,
  formats,
};

/**
 * Every word that a person can read, and how dates and lists are written: functions where a part varies. Whoever writes
 * another language has to write all of them.
 */
export type Words = typeof words;
