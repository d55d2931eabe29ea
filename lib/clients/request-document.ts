import { wordsFor } from "../i18n/words";
import type { InspectedRequest } from "./inspect-requests";
import { REMEDY_PATHS } from "./remedy-sections";

/** A request as programs read it, in snake_case. */
export interface RequestDocument {
  id: string;
  at: string;
  endpoint: string;
  event: string;
  outcome: string;
  cause: string | null;
  request_id: string | null;
  flow: string | null;
  person: string | null;
  details: Record<string, unknown>;
  /** null: nothing is wrong */
  fix: RequestFix | null;
}

export interface RequestFix {
  /** what happened, why, and what to do, in English */
  title: string;
  why: string;
  what_to_do: string;
  /** the page of the console where it is mended, below the app's own page; null: the app's code does */
  console_path: string | null;
  /** the address to add to the redirect URIs; null: none */
  add_redirect_uri: string | null;
}

/** @returns the request for the API, the command line and downloads */
export function toRequestDocument(request: InspectedRequest): RequestDocument {
  return {
    id: request.id,
    at: request.createdAt.toISOString(),
    endpoint: request.endpoint,
    event: request.type,
    outcome: request.outcome,
    cause: request.cause,
    request_id: request.requestId,
    flow: request.flow,
    person: request.person,
    details: request.data,
    fix: toFix(request),
  };
}

function toFix({ problem }: InspectedRequest): RequestFix | null {
  if (problem === null) return null;
  const { remedy } = problem;
  const { title, why, fix } = wordsFor("en").console.causes[problem.cause];
  const isAddress = remedy?.kind === "add_redirect_uri";
  const path = isAddress ? REMEDY_PATHS.redirect_uris : remedy && REMEDY_PATHS[remedy.section];
  return { title, why, what_to_do: fix, console_path: path, add_redirect_uri: isAddress ? remedy.uri : null };
}

const CSV_COLUMNS = [
  "at",
  "endpoint",
  "event",
  "outcome",
  "cause",
  "request_id",
  "flow",
  "person",
  "details",
  "what_to_do",
] as const;

/** The first line of a file of requests. */
export const REQUEST_CSV_HEAD = toCsvLine(CSV_COLUMNS);

/** A request as a line of CSV. @see RFC 4180 */
export function toRequestCsv(request: InspectedRequest): string {
  const document = toRequestDocument(request);
  const details = JSON.stringify(document.details);
  return toCsvLine(
    CSV_COLUMNS.map((column) => {
      if (column === "details") return details === "{}" ? "" : details;
      return column === "what_to_do" ? (document.fix?.what_to_do ?? "") : (document[column] ?? "");
    }),
  );
}

/**
 * A line of CSV. Strangers can send what stands in it, so no cell begins like a formula: a spreadsheet would run it.
 * @see OWASP, CSV Injection
 */
export function toCsvLine(cells: readonly string[]): string {
  const quote = (cell: string) => `"${(/^\s*[=+\-@\t\r|]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
  return `${cells.map(quote).join(",")}\r\n`;
}
