import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { PATH_HEADER } from "../http/page-path";

/**
 * The header that the router of Next.js sends when it calls a Server Action. Without JavaScript, the browser sends a
 * plain form instead.
 */
const ACTION_HEADER = "next-action";

/**
 * Ends a Server Action at a page. If the form is on that page, the answer updates the page in place: a redirect would
 * recreate all its forms and lose what is typed in them. Set a cookie first, for example with `setFlash()`, because
 * that makes Next.js send the page with the answer. The page keeps its query: whatever the query opened is closed by
 * the control that opened it.
 * @param path with its query, from `/`
 * @param isAnew redirect even if the form is on that page
 */
export async function goTo(path: string, isAnew = false): Promise<void> {
  const request = await headers();
  const isHere = withoutQuery(request.get(PATH_HEADER) ?? "") === withoutQuery(path);
  if (request.has(ACTION_HEADER) && isHere && !isAnew) return;
  redirect(path);
}

function withoutQuery(path: string): string {
  return path.replace(/[?#].*$/, "");
}
