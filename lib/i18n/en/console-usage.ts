import { formatDate, formatDateTime, formatNumber, pluralize } from "./formats";

const count = (value: number, one: string, other: string) =>
  `${formatNumber(value)} ${pluralize(value, { one, other })}`;

/** Words of the page on which developers see how much their app is used. */
export const consoleUsageWords = {
  title: "Usage",
  intro: "What your app did, counted by the hour and by the day in UTC. It says nothing about any one person.",
  range: "Time",
  ranges: { "24h": "24 hours", "7d": "7 days", "30d": "30 days", "90d": "90 days" },
  none: "Nothing was counted in this time",
  noneHint:
    "Sign in to your app once, or choose a longer time. Counting began when this version of the portal was installed.",
  signIns: (done: number) => count(done, "sign-in", "sign-ins"),
  signInEnds: { done: "Done", refused: "The person said no", failed: "Failed" },
  signInsBy: (done: number, people: number) =>
    `${count(done, "sign-in", "sign-ins")} by ${count(people, "person", "people")}`,
  tokens: (value: number) => `Tokens were issued ${value === 1 ? "once" : `${formatNumber(value)} times`}`,
  errors: (value: number) => count(value, "refused request", "refused requests"),
  errorsHint: "Each cause leads to its requests.",
  p95: (milliseconds: number) =>
    `The token endpoint answered 95 % of its requests within ${formatNumber(milliseconds)} ms`,
  slow: "The token endpoint took longer than 10 seconds for more than 5 % of its requests",
  times: "Times",
  cause: "Cause",
  table: "The same as a table",
  step: { hour: "Hour", day: "Day" },
  at: { hour: (at: Date) => formatDateTime(at), day: (at: Date) => formatDate(at) },
  what: "What",
  value: "Number",
  within: "95 % within, in ms",
  chart: (what: string, range: string) => `${what}, ${range}`,
  download: "Download as CSV",
};
