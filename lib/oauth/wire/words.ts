/**
 * The words of a space-delimited text, in order. Null when there are more than `max`; the rest of the text is then not
 * looked at.
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
