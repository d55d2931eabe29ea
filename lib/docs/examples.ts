import { readFile } from "node:fs/promises";
import path from "node:path";
import { type OWN_FILES, ownFile } from "../own-files.mjs";

interface Example {
  folder: keyof typeof OWN_FILES;
  file: string;
  /** how the first line of the part that is shown begins; without one, the whole file is shown */
  from?: string;
}

/** The programs that guides show, out of files that are started by tests and by `npm run interop`. */
export const EXAMPLES = {
  expressApp: { folder: "quickstartGuides", file: "express/app.js" },
  reactApp: { folder: "quickstartGuides", file: "react/main.jsx" },
  startSignIn: { folder: "exampleApps", file: "calendar-client/sign-in.ts", from: "export async function startSignIn" },
  finishSignIn: {
    folder: "exampleApps",
    file: "calendar-client/sign-in.ts",
    from: "export async function finishSignIn",
  },
  refresh: { folder: "exampleApps", file: "calendar-client/sign-in.ts", from: "export async function refresh" },
  signOut: { folder: "exampleApps", file: "calendar-client/sign-in.ts", from: "export async function signOut" },
  callApi: { folder: "exampleApps", file: "calendar-client/calendar.ts", from: "async function callApi" },
  pollEvents: {
    folder: "exampleApps",
    file: "calendar-client/security-events.ts",
    from: "export async function pollEvents",
  },
  takeEvent: { folder: "exampleApps", file: "calendar-client/security-events.ts", from: "export function takeEvent" },
  introspect: { folder: "exampleApps", file: "calendar-api/access-token.ts", from: "async function introspect" },
  service: { folder: "exampleApps", file: "calendar-service/access-token.ts" },
  jwtApi: { folder: "exampleApi", file: "app.js" },
  statusList: { folder: "exampleStatusLists", file: "status-list.js" },
  statusListApi: { folder: "exampleStatusLists", file: "app.js" },
  desktop: { folder: "exampleDesktop", file: "app.py", from: "application = QCoreApplication" },
} as const satisfies Record<string, Example>;

export type ExampleName = keyof typeof EXAMPLES;

/** A program, or a part of one, as it stands in its file. */
export interface ShownExample {
  name: ExampleName;
  /** its file, and the part of it that is shown */
  source: string;
  code: string;
}

const known = new Map<string, Promise<string>>();

/** What a guide shows of a file. @throws when the file is not there, or has no such part */
export async function readExample(name: ExampleName): Promise<ShownExample> {
  const { folder, file, from }: Example = EXAMPLES[name];
  const place = path.join(ownFile(folder), file);
  const reading = known.get(place) ?? readFile(place, "utf8");
  known.set(place, reading);
  reading.catch(() => known.delete(place));
  const whole = (await reading).trimEnd();
  if (from === undefined) return { name, source: file, code: whole };
  const [part = ""] = /\w+(?= =|$)/.exec(from) ?? [];
  return { name, source: `${file}, ${part}`, code: cutOut(whole, from) };
}

/**
 * The part of a program that begins with a line: a function with the comment above it, or the lines until an empty one.
 * @throws when no line begins so
 */
export function cutOut(whole: string, from: string): string {
  const lines = whole.split("\n");
  const start = lines.findIndex((line) => line.startsWith(from));
  if (start < 0) throw new Error(`No line begins with ${from}`);
  const isBlock = /[{(]$/.test(lines[start] ?? "");
  const isEnd = (line: string) => (isBlock ? /^[})]/.test(line) : line === "");
  const length = lines.slice(start + 1).findIndex(isEnd);
  const end = length < 0 ? lines.length : start + 1 + length + (isBlock ? 1 : 0);
  let first = start;
  while (first > 0 && /^(\/\*\*| \*|\/\/|#)/.test(lines[first - 1] ?? "")) first -= 1;
  return lines.slice(first, end).join("\n");
}
