import { STATUS_CODES } from "node:http";

/** One thing that is wrong with a member of the body. */
export interface FieldProblem {
  /** the member's name on the wire */
  name: string;
  reason: string;
}

export interface ProblemOptions {
  headers?: Record<string, string>;
  errors?: readonly FieldProblem[];
  /** addresses that cannot be registered, why, and what could be registered instead */
  refusedUris?: readonly { uri: string; reason: string | null; use?: string }[];
}

/**
 * An error of the API as a problem document. `detail` is for the caller's developer and never holds a secret.
 * @see RFC 9457 §3
 */
export function problem(
  status: number,
  detail: string,
  { headers, errors, refusedUris }: ProblemOptions = {},
): Response {
  const body = {
    // RFC 9457 §4.2.1: `about:blank` adds nothing to the status, and takes the status phrase as its title.
    type: "about:blank",
    title: STATUS_CODES[status],
    status,
    detail,
    ...(errors ? { errors } : {}),
    ...(refusedUris ? { refused_uris: refusedUris } : {}),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  });
}
