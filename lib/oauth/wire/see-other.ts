/**
 * A redirect that turns a POST into a GET. Never 307, which would post the password to the next address.
 * @see RFC 9700 §4.12
 */
export function seeOther(location: string, setCookies: readonly (string | null)[] = []): Response {
  const headers = new Headers({ location, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  for (const setCookie of setCookies) if (setCookie !== null) headers.append("set-cookie", setCookie);
  return new Response(null, { status: 303, headers });
}
