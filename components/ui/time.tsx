import { formatDate, formatDateTime, formatRelativeTime } from "@/lib/i18n/format";

export interface TimeProps {
  value: Date;
  /** `relative` needs `now`; the exact time is then in the title */
  format?: "date" | "date-time" | "relative";
  now?: Date;
}

/** A moment, for people and for machines. */
export function Time({ value, format = "date", now }: TimeProps) {
  const exact = formatDateTime(value);
  const text =
    format === "date" ? formatDate(value) : format === "relative" && now ? formatRelativeTime(value, now) : exact;
  return (
    <time dateTime={value.toISOString()} title={exact}>
      {text}
    </time>
  );
}
