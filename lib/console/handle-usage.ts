import { toActor } from "../auth/actor";
import { findCurrentUser } from "../auth/current-user";
import { getLoginPath } from "../auth/return-to";
import { findAppUsage, listUsageRows, readUsageRange } from "../clients/app-usage";
import { SeenClient } from "../clients/managed-client";
import { toCsvLine } from "../clients/request-document";
import { sourceOf } from "../http/act-source";
import { seeOther } from "../http/see-other";

/** Answers the usage of an app as CSV; 404 for everybody who may not see the app. */
export async function handleUsageExport(
  request: Request,
  { params }: { params: Promise<{ clientId: string }> },
): Promise<Response> {
  const { clientId } = await params;
  const user = await findCurrentUser(request);
  if (!user) return seeOther(getLoginPath(`/console/clients/${encodeURIComponent(clientId)}/usage`));
  const managed = await SeenClient.find(toActor(user, sourceOf(request)), clientId);
  if (!managed) return new Response(null, { status: 404 });
  const range = readUsageRange(new URL(request.url).searchParams.get("range"));
  const rows = listUsageRows(await findAppUsage(managed, range, new Date()));
  const lines = rows.map(({ at, measure, name, value }) => toCsvLine([at.toISOString(), measure, name, String(value)]));
  return new Response(`${toCsvLine(["starts_at", "measure", "name", "value"])}${lines.join("")}`, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="usage-${range}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
