const date = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const dateTime = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
  timeZoneName: "short",
});
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });
const plural = new Intl.PluralRules("en-GB");
const list = new Intl.ListFormat("en-GB", { type: "conjunction" });

/** "3 March 2026" (UTC). */
export function formatDate(value: Date): string {
  return date.format(value);
}

/** "3 March 2026 at 14:05 UTC". */
export function formatDateTime(value: Date): string {
  return dateTime.format(value);
}

const units: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "2 hours ago", "yesterday", "now"; also for times to come. */
export function formatRelativeTime(value: Date, now: Date): string {
  const seconds = (value.getTime() - now.getTime()) / 1000;
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
  }
  return relative.format(0, "second");
}

/** The word that fits a number: `plural(2, { one: "app", other: "apps" })`. */
export function pluralize(count: number, forms: { one: string; other: string }): string {
  return plural.select(count) === "one" ? forms.one : forms.other;
}

/** "a, b and c". */
export function formatList(items: readonly string[]): string {
  return list.format(items);
}
