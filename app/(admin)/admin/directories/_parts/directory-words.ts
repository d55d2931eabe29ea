import type { SecretOnceWords } from "@/components/console/secret-once";
import type { Words } from "@/lib/i18n/words";

/** The words that the forms of directories take into the browser. */
export type DirectoryFormWords = SecretOnceWords & Record<"done" | "errorTitle", string>;

export function directoryFormWords(words: Words): DirectoryFormWords {
  const { once, onceWarning, secretField, copySecret, address, copyAddress, done, title } = words.admin.directories;
  return {
    once,
    onceWarning,
    secretField,
    copySecret,
    env: address,
    copyEnv: copyAddress,
    copy: words.console.copy,
    copied: words.console.copied,
    done,
    errorTitle: words.common.errorTitle(title),
  };
}
