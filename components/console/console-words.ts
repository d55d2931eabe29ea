import type { Words } from "@/lib/i18n/words";
import type { SecretOnceWords } from "./secret-once";
import type { UriWords } from "./uri-check";

/** The words that the address field takes into the browser. */
export function uriWords(words: Words): UriWords {
  const texts = words.console;
  const { fix, similarTo } = texts.redirectUris;
  return { messages: texts.uriMessages, fix, similarTo };
}

/** The words around a secret that is shown once. */
export function secretOnceWords(words: Words): SecretOnceWords {
  const texts = words.console;
  const { once, onceWarning, secretField, copySecret, env, copyEnv } = texts.credentials;
  return { once, onceWarning, secretField, copySecret, env, copyEnv, copy: texts.copy, copied: texts.copied };
}
