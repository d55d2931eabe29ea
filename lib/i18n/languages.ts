import { words as en } from "./en/words";
import { words as ko } from "./ko/words";

/** The languages that the portal speaks, by their tags (BCP 47). English is the default. */
export const languages = { en, ko };
