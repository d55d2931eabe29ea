const names = new Intl.DisplayNames("en-GB", { type: "language" });

/** "German (Deutsch)": the language in the reader's words and in its own. `tag`: BCP 47. */
export function formatLanguage(tag: string): string {
  const own = new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
  const ours = names.of(tag) ?? tag;
  return own === ours ? ours : `${ours} (${own})`;
}
