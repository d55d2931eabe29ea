/**
 * The words of a space-delimited text, in their order. Null when there are more than `max`: what comes after that many
 * is not looked at, however long the text is.
 */
export function splitWords(text: string, max: number): string[] | null {
  const words: string[] = [];
  for (let start = 0; start < text.length; ) {
    const space = text.indexOf(" ", start);
    const end = space === -1 ? text.length : space;
    if (end > start && words.push(text.slice(start, end)) > max) return null;
    start = end + 1;
  }
  return words;
}
