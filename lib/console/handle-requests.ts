import { toActor } from "../auth/actor";
import { findCurrentUser } from "../auth/current-user";
import { getLoginPath } from "../auth/return-to";
import { countNewRequests, exportRequests, requestFilterSchema } from "../clients/inspect-requests";
import { SeenClient } from "../clients/managed-client";
import { REQUEST_CSV_HEAD, toRequestCsv, toRequestDocument } from "../clients/request-document";
import { sourceOf } from "../http/act-source";
import { wordsOf } from "../http/request-words";
import { seeOther } from "../http/see-other";

type Params = { params: Promise<{ clientId: string }> };

/**
 * Answers the requests of an app that the address filters as a file, CSV or JSON lines, read while it is sent; 404 for
 * everybody who may not see the app. Whoever is not signed in is led to the sign-in page.
 */
export async function handleRequestExport(request: Request, { params }: Params): Promise<Response> {
  const { clientId } = await params;
  const page = `/console/clients/${encodeURIComponent(clientId)}/events`;
  // Somebody else's page could have a developer's browser read everything over and over.
  const from = request.headers.get("sec-fetch-site");
  if (from === "cross-site" || from === "same-site") return seeOther(page);
  const user = await findCurrentUser(request);
  if (!user) return seeOther(getLoginPath(page));
  const managed = await SeenClient.find(toActor(user, sourceOf(request)), clientId);
  if (!managed) return new Response(null, { status: 404 });
  const { searchParams } = new URL(request.url);
  const format = searchParams.get("format") === "jsonl" ? "jsonl" : "csv";
  const batches = exportRequests(managed, requestFilterSchema.parse(Object.fromEntries(searchParams)));
  const encoder = new TextEncoder();
  const toText =
    format === "csv"
      ? toRequestCsv
      : (each: Parameters<typeof toRequestDocument>[0]) => `${JSON.stringify(toRequestDocument(each))}\n`;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      if (format === "csv") controller.enqueue(encoder.encode(REQUEST_CSV_HEAD));
    },
    pull: async (controller) => {
      const { done, value } = await batches.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value.map(toText).join("")));
    },
    cancel: async () => {
      await batches.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="requests-${new Date().toISOString().slice(0, 10)}.${format}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** Answers, in words, how many requests are new to the page whose tail the address names; `label` is null while there are none. */
export async function handleNewRequests(request: Request, { params }: Params): Promise<Response> {
  const user = await findCurrentUser(request);
  const managed = user && (await SeenClient.find(toActor(user, sourceOf(request)), (await params).clientId));
  if (!managed) return new Response(null, { status: 404 });
  const { searchParams } = new URL(request.url);
  const filter = requestFilterSchema.parse(Object.fromEntries(searchParams));
  const seen = Number(searchParams.get("seen") ?? 0);
  const count = await countNewRequests(managed, filter, {
    after: searchParams.get("after") ?? "",
    seen: Number.isSafeInteger(seen) && seen > 0 ? seen : 0,
  });
  const words = wordsOf(request, { account: user.locale });
  const label = count === 0 ? null : words.console.events.showNew(count);
  return Response.json({ label }, { headers: { "cache-control": "no-store" } });
}
