/** How many characters of `Access-Control-Request-Headers` are looked at. The headers of every library fit. */
const MAX_LENGTH = 1_000;

/** A list of field names. @see RFC 9110 §5.1 */
const FIELD_NAMES = /^[\w!#$%&'*+.^`|~-]+(?: *, *[\w!#$%&'*+.^`|~-]+)*$/;

/**
 * Answers a browser's question whether a script of another origin may send a request. If all origins may, the answer
 * repeats the requested headers: libraries add their own (`mcp-protocol-version`, `x-requested-with`), and none of them
 * has any effect here.
 * @param methods of the resource, as `Allow` says them
 * @param isCrossOrigin whether scripts of any origin may call it
 * @see Fetch Standard §3.2.3
 */
export function answerPreflight(request: Request, methods: string, isCrossOrigin: boolean): Response {
  const headers = new Headers({ allow: methods });
  if (isCrossOrigin) {
    const asked = request.headers.get("access-control-request-headers") ?? "";
    const isUsable = asked.length <= MAX_LENGTH && FIELD_NAMES.test(asked);
    headers.set("access-control-allow-origin", "*");
    headers.set("access-control-allow-methods", methods);
    headers.set("access-control-allow-headers", isUsable ? asked : "Authorization, Content-Type");
    headers.set("access-control-max-age", "600");
    headers.set("vary", "Access-Control-Request-Headers");
  }
  return new Response(null, { status: 204, headers });
}
