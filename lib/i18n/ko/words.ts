import type { Words } from "../en/words";
import { accountWords } from "./account";
import { adminWords } from "./admin";
import { authWords } from "./auth";
import { commonWords } from "./common";
import { consoleWords } from "./console";
import { docsWords } from "./docs";
import { formats } from "./formats";
import { scopeWords } from "./scopes";

/** Korean. Its glossary stands in the README of this folder. */
export const words: Words = {
  common: commonWords,
  auth: authWords,
  console: consoleWords,
  account: accountWords,
  admin: adminWords,
  docs: docsWords,
  scopes: scopeWords,
  formats,
};
