import type { Words } from "@/lib/i18n/words";

export interface TimeProps {
  words: Words;
  value: Date;
  /** `relative` needs `now`; the exact time is then in the title */
  format?: "date" | "date-time" | "relative";
  now?: Date;
}

/** A moment, for people and for machines. */
export function Time({ words, value, format = "date", now }: TimeProps) {
  const { formatDate, formatDateTime, formatRelativeTime } = words.formats;
  const exact = formatDateTime(value);
  const text =
    format === "date" ? formatDate(value) : format === "relative" && now ? formatRelativeTime(value, now) : exact;
  return (
    <time dateTime={value.toISOString()} title={exact}>
      {text}
    </time>
  );
}
