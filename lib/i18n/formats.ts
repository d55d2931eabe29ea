/** How a language writes dates, numbers and lists. */
export interface Formats {
  /** "3 March 2026" (UTC). */
  formatDate: (value: Date) => string;
  /** "3 March 2026 at 14:05 UTC", with 24 hours, because the zone is next to them. */
  formatDateTime: (value: Date) => string;
  /** "2 hours ago", "yesterday", "now"; also for future times. */
  formatRelativeTime: (value: Date, now: Date) => string;
  /** "40 seconds", "12 minutes", "2 hours": a waiting time in seconds, rounded up. */
  formatWait: (seconds: number) => string;
  /** "12,345". */
  formatNumber: (value: number) => string;
  /**
   * The form of a word that fits a number: `pluralize(2, { one: "app", other: "apps" })`. Each language has its own
   * forms.
   */
  pluralize: (count: number, forms: PluralForms) => string;
  /** "a, b and c". */
  formatList: (items: readonly string[]) => string;
  /** "German (Deutsch)": the language in the reader's words and in its own. `tag`: BCP 47. */
  formatLanguage: (tag: string) => string;
}

/**
 * The forms of a word for the plural categories of a language.
 * @see https://cldr.unicode.org/index/cldr-spec/plural-rules
 */
export type PluralForms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** The units of a wait: their names, their seconds, and from how many seconds on each is used. */
const WAITS = [
  ["hour", 3_600, 5_400],
  ["minute", 60, 90],
  ["second", 1, 0],
] as const;

/** What a language calls itself: "Deutsch". @param tag BCP 47 */
export function getOwnName(tag: string): string {
  return new Intl.DisplayNames(tag, { type: "language" }).of(tag) ?? tag;
}

/** The formats of a language. @param tag as `Intl` takes it, such as `en-GB` */
export function createFormats(tag: string): Formats {
  const date = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  const dateTime = new Intl.DateTimeFormat(tag, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
    timeZoneName: "short",
  });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const number = new Intl.NumberFormat(tag);
  const plural = new Intl.PluralRules(tag);
  const list = new Intl.ListFormat(tag, { type: "conjunction" });
  const names = new Intl.DisplayNames(tag, { type: "language" });
  return {
    formatDate: (value) => date.format(value),
    formatDateTime: (value) => dateTime.format(value),
    formatRelativeTime: (value, now) => {
      const seconds = (value.getTime() - now.getTime()) / 1000;
      for (const [unit, size] of UNITS) {
        if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
      }
      return relative.format(0, "second");
    },
    formatWait: (seconds) => {
      const [unit, size] = WAITS.find(([, , from]) => seconds >= from) ?? ["second", 1];
      return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "long" }).format(Math.ceil(seconds / size));
    },
    formatNumber: (value) => number.format(value),
    pluralize: (count, forms) => forms[plural.select(count)] ?? forms.other,
    formatList: (items) => list.format(items),
    formatLanguage: (language) => {
      const own = getOwnName(language);
      const ours = names.of(language) ?? language;
      return own === ours ? ours : `${ours} (${own})`;
    },
  };
}
