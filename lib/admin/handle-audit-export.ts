import { toActor } from "../auth/actor";
import { findCurrentUser } from "../auth/current-user";
import { getLoginPath } from "../auth/return-to";
import { sourceOf } from "../http/act-source";
import { seeOther } from "../http/see-other";
import { auditFilterSchema, exportAuditEvents } from "./audit-log";

/** The page with the link. */
const PAGE = "/admin/audit";

/**
 * Answers the events that the address filters as a file of JSON lines, read while they are sent; 404 for everybody but
 * administrators. Whoever is not signed in is led to the sign-in page, and back to the page with the link. So is whoever
 * comes from somebody else's page, which could have an administrator's browser search the log over and over.
 */
export async function handleAuditExport(request: Request): Promise<Response> {
  const from = request.headers.get("sec-fetch-site");
  if (from === "cross-site" || from === "same-site") return seeOther(PAGE);
  const user = await findCurrentUser(request);
  if (!user) return seeOther(getLoginPath(PAGE));
  const { searchParams } = new URL(request.url);
  const filter = auditFilterSchema.parse(Object.fromEntries(searchParams));
  const lines = await exportAuditEvents(toActor(user, sourceOf(request)), filter);
  if (!lines) return new Response(null, { status: 404 });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => {
      await lines.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="audit-${new Date().toISOString().slice(0, 10)}.jsonl"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
