import { getWords } from "@/lib/i18n/words";
import type { NewTokenProps } from "./new-token";

/** The words that the form of a new token takes into the browser. */
export function tokenWords(): NewTokenProps["words"] {
  const { admin, common, console: developers } = getWords();
  const words = admin.tokens;
  const {
    create,
    noteField,
    noteHint,
    usesField,
    usesHint,
    daysField,
    daysHint,
    trustedField,
    trustedHint,
    submit,
    done,
  } = words;
  const { once, onceWarning, secretField, copySecret } = words;
  return {
    ...{
      create,
      noteField,
      noteHint,
      usesField,
      usesHint,
      daysField,
      daysHint,
      trustedField,
      trustedHint,
      submit,
      done,
    },
    ...{ once, onceWarning, secretField, copySecret, env: words.example, copyEnv: words.copyExample },
    copy: developers.copy,
    copied: developers.copied,
    errorTitle: common.errorTitle(words.title),
  };
}
