import os from "node:os";
import { format as formatText, inspect } from "node:util";
import { pino } from "pino";
import { REDACTED_PATHS, redact } from "./redact.mjs";

/** @typedef {"error" | "warn" | "info"} Level */

/**
 * What a line says besides its sentence. `error` is written with its stack and causes; `requestId` is the id that the
 * answer gave its request; `isForOperator` leaves a secret in the sentence, which only the link for the first administrator
 * needs. Names are written in snake_case.
 * @typedef {{ error?: unknown, requestId?: string | string[] | null, isForOperator?: true, [name: string]: unknown }} Details
 */

/** @typedef {(level: Level, message: string, details: Details) => void} Write */

/**
 * @typedef {object} LogSettings
 * @property {string | null | undefined} format `json` or `text`; otherwise text at a terminal, and JSON elsewhere
 * @property {string | undefined} level lines below it are left out; default: `info`
 */

/** @typedef {{ write: Write, findRequestId: () => string | undefined }} Running */

/** @type {readonly Level[]} */
const LEVELS = ["error", "warn", "info"];

// Next.js bundles instrumentation and routes apart, and the server is not bundled: a module variable would not be one per
// process.
const slot = Symbol.for("portico.log");
const holder = /** @type {{ [slot]?: Running }} */ (globalThis);

/** The functions of `console` as Node.js made them. */
const { error, warn, info, log: print, debug } = console;
const terminal = { error, warn, info, log: print, debug };

/** Before the log is started, and in commands and tests: sentences for whoever looks at the terminal. @type {Write} */
function writeToTerminal(level, message, { error }) {
  const print = level === "info" ? console.error : console[level];
  if (error === undefined) print(message);
  else print(`${message}:`, error);
}

/** @param {Level} level @param {string} message @param {Details} details */
function write(level, message, details) {
  (holder[slot]?.write ?? writeToTerminal)(level, message, details);
}

/** What the portal tells its operator. Every line of the portal goes through here. */
export const log = {
  /** Something failed. @param {string} message @param {Details} [details] */
  error: (message, details = {}) => write("error", message, details),
  /** Something should be changed. @param {string} message @param {Details} [details] */
  warn: (message, details = {}) => write("warn", message, details),
  /** Something happened. @param {string} message @param {Details} [details] */
  info: (message, details = {}) => write("info", message, details),
};

/** @param {unknown} error @returns {unknown} */
function describeError(error) {
  if (!(error instanceof Error)) return redact(typeof error === "string" ? error : inspect(error, { depth: 3 }));
  // Node.js writes the causes and the members below the stack.
  return { type: error.name, message: redact(error.message), stack: redact(inspect(error, { depth: 3 })) };
}

/** @param {Details} details */
function toMembers({ error, requestId, ...others }) {
  /** @type {Record<string, unknown>} */
  const members = {};
  const id = requestId ?? holder[slot]?.findRequestId();
  if (id !== undefined) members.request_id = id;
  for (const [name, value] of Object.entries(others)) {
    members[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] =
      typeof value === "string" ? redact(value) : value;
  }
  if (error !== undefined) members.error = describeError(error);
  return members;
}

/** A line of JSON as people read it. @param {string} line */
function toText(line) {
  const { time, level, message, error, instance, role, pid, ...members } = JSON.parse(line);
  const more = Object.entries(members).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const stack = error === undefined ? "" : `\n${error.stack ?? error}`;
  return `${time.slice(11, 19)} ${level === "info" ? "" : `${level}: `}${message}${more.join("")}${stack}\n`;
}

/**
 * Writes the log of this process from now on, in lines of text, or of JSON with time, level, instance and the id of the
 * request. Everything that Next.js and others print through `console` becomes a line, too.
 * @param {LogSettings} settings
 * @param {{ write: (text: string) => unknown, isTTY?: boolean }} [output]
 */
export function startLog({ format, level }, output = process.stdout) {
  const isText = format === "text" || (format !== "json" && output.isTTY === true);
  const stream = isText ? { write: (/** @type {string} */ line) => output.write(toText(line)) } : output;
  const logger = pino(
    {
      level: LEVELS.find((each) => each === level) ?? "info",
      base: { instance: os.hostname(), pid: process.pid },
      messageKey: "message",
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: REDACTED_PATHS, censor: "[redacted]" },
    },
    stream,
  );
  const findRequestId = holder[slot]?.findRequestId ?? (() => undefined);
  holder[slot] = {
    write: (level, message, { isForOperator, ...details }) =>
      logger[level](toMembers(details), isForOperator ? message : redact(message)),
    findRequestId,
  };
  for (const [method, level] of CONSOLE) console[method] = (...said) => hearConsole(level, said);
}

/** @type {readonly ["error" | "warn" | "info" | "log" | "debug", Level][]} */
const CONSOLE = [
  ["error", "error"],
  ["warn", "warn"],
  ["info", "info"],
  ["log", "info"],
  ["debug", "info"],
];

/** @param {Level} level @param {unknown[]} said */
function hearConsole(level, said) {
  const error = said.find((each) => typeof each === "object" && each !== null);
  const words = said.filter((each) => each !== error);
  const message = formatText(...words).trim();
  write(
    level,
    message || (error instanceof Error ? error.message : "Something was printed."),
    error === undefined ? {} : { error },
  );
}

/** For tests: gives `console` back, and forgets the log. */
export function stopLog() {
  delete holder[slot];
  Object.assign(console, terminal);
}

/** Lets `change` decide what becomes of each line from now on. @param {(write: Write) => Write} change */
export function changeLog(change) {
  const running = holder[slot];
  if (running) running.write = change(running.write);
}

/** Says how the id of the request under way is found, for lines that do not name it. @param {() => string | undefined} find */
export function nameRequests(find) {
  const running = holder[slot];
  if (running) running.findRequestId = find;
}
