import type { Words } from "@/lib/i18n/words";
import type { NewTokenProps } from "./new-token";

/** The words that the form of a new token takes into the browser. */
export function tokenWords(words: Words): NewTokenProps["words"] {
  const texts = words.admin.tokens;
  return {
    create: texts.create,
    noteField: texts.noteField,
    noteHint: texts.noteHint,
    usesField: texts.usesField,
    usesHint: texts.usesHint,
    daysField: texts.daysField,
    daysHint: texts.daysHint,
    trustedField: texts.trustedField,
    trustedHint: texts.trustedHint,
    submit: texts.submit,
    done: texts.done,
    once: texts.once,
    onceWarning: texts.onceWarning,
    secretField: texts.secretField,
    copySecret: texts.copySecret,
    env: texts.example,
    copyEnv: texts.copyExample,
    copy: words.console.copy,
    copied: words.console.copied,
    errorTitle: words.common.errorTitle(texts.title),
  };
}
