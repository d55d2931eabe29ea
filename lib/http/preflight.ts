/** Characters of `Access-Control-Request-Headers` that are looked at; the headers of any library fit in them. */
const maxLength = 1_000;

/** A list of field names. @see RFC 9110 §5.1 */
const fieldNames = /^[\w!#$%&'*+.^`|~-]+(?: *, *[\w!#$%&'*+.^`|~-]+)*$/;

/**
 * Answers the question of a browser whether a script of another origin may make a request. Where all origins may, the
 * answer names the headers that were asked for: libraries add their own (`mcp-protocol-version`, `x-requested-with`),
 * and none of them means anything here.
 * @param methods of the resource, as `Allow` says them
 * @param isCrossOrigin whether scripts of any origin may call it
 * @see Fetch Standard §3.2.3
 */
export function answerPreflight(request: Request, methods: string, isCrossOrigin: boolean): Response {
  const headers = new Headers({ allow: methods });
  if (isCrossOrigin) {
    const asked = request.headers.get("access-control-request-headers") ?? "";
    const isUsable = asked.length <= maxLength && fieldNames.test(asked);
    headers.set("access-control-allow-origin", "*");
    headers.set("access-control-allow-methods", methods);
    headers.set("access-control-allow-headers", isUsable ? asked : "Authorization, Content-Type");
    headers.set("access-control-max-age", "600");
    headers.set("vary", "Access-Control-Request-Headers");
  }
  return new Response(null, { status: 204, headers });
}
