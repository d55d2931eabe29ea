import { getEnv } from "@/lib/env";

/**
 * 303: the browser continues with GET, so a reload never posts twice. `path` is on this portal: a fixed path or one
 * that `parseReturnTo` accepted. The address is built from the issuer, because the request's own may be forged or
 * rewritten.
 * @see RFC 9110 §15.4.4
 */
export function seeOther(path: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({
    location: new URL(path, getEnv().issuer).href,
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
  });
  for (const cookie of setCookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** The same response with more cookies, for responses whose headers cannot be changed. */
export function withCookies(response: Response, setCookies: readonly string[]): Response {
  const headers = new Headers(response.headers);
  for (const cookie of setCookies) headers.append("set-cookie", cookie);
  return new Response(response.body, { status: response.status, headers });
}

/** A path with the parameters that have a value. */
export function pathWith(path: string, parameters: Record<string, string | null | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value) query.set(name, value);
  return query.size > 0 ? `${path}?${query}` : path;
}
