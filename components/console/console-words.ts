import { getWords } from "@/lib/i18n/words";
import type { SecretOnceWords } from "./secret-once";
import type { UriWords } from "./uri-check";

/** The words that the address field takes into the browser. */
export function uriWords(): UriWords {
  const words = getWords().console;
  const { fix, similarTo, readsAs } = words.redirectUris;
  return { messages: words.uriMessages, fix, similarTo, readsAs };
}

/** The words around a secret that is shown once. */
export function secretOnceWords(): SecretOnceWords {
  const words = getWords().console;
  const { once, onceWarning, secretField, copySecret, env, copyEnv } = words.credentials;
  return { once, onceWarning, secretField, copySecret, env, copyEnv, copy: words.copy, copied: words.copied };
}
