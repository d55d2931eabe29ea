import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { pathHeader } from "./page-path";

/** The header by which the router of pages calls a Server Action. Without JavaScript, the browser sends a form instead. */
const actionHeader = "next-action";

/**
 * Ends a Server Action at a page. On that very page the answer brings what it shows now, and nothing else on it is touched:
 * to be led there would make all its forms anew, and lose what is typed in them. Set a cookie, such as `setFlash()`, first:
 * that is what makes Next.js send the page with the answer.
 * @param path with its query, from `/`
 * @param options `ignoresQuery`: the page may as well keep the query that it has, such as the row that is edited
 */
export async function goTo(path: string, { ignoresQuery = false } = {}): Promise<void> {
  const request = await headers();
  const here = request.get(pathHeader) ?? "";
  const isHere = ignoresQuery ? withoutQuery(here) === withoutQuery(path) : here === path;
  if (request.has(actionHeader) && isHere) return;
  redirect(path);
}

function withoutQuery(path: string): string {
  return path.replace(/[?#].*$/, "");
}
