import { z } from "zod";
import { findStream, findStreamStatus, listLog, saveStream, sendAgain, verifyStream } from "../clients/event-stream";
import type { ManagedClient } from "../clients/managed-client";
import type { Delivery, EventStream } from "../db/clients/event-streams";
import { problem } from "../http/problem";
import { EVENT_KINDS } from "../oauth/events/kinds";
import { type ApiCall, type ApiRoute, findManagedClient } from "./api-route";
import { readBody } from "./client-body";
import { clientProblem } from "./client-problem";

const ONE = "/clients/{client_id}/signals";

const streamBody = z.strictObject({
  delivery: z.enum(["push", "poll"]),
  endpoint_url: z.string().nullish(),
  /** absent: the one that is there stays, for the same origin; null: none */
  authorization: z.string().nullish(),
  events: z.array(z.string()).max(EVENT_KINDS.length),
});

const replayBody = z.strictObject({
  /** absent: all that the client did not take */
  event_id: z.uuid().optional(),
});

/** How a client is told of security events, and what became of them: all that its page in the console does. */
export const signalRoutes: ApiRoute[] = [
  { method: "GET", path: ONE, scope: "clients:read", handle: getSignals },
  { method: "PUT", path: ONE, scope: "clients:write", body: streamBody, handle: putSignals },
  { method: "DELETE", path: ONE, scope: "clients:write", handle: deleteSignals },
  { method: "POST", path: `${ONE}/verify`, scope: "clients:write", handle: postVerify },
  { method: "GET", path: `${ONE}/status`, scope: "clients:read", handle: getStatus },
  { method: "GET", path: `${ONE}/log`, scope: "clients:read", handle: getLog },
  { method: "POST", path: `${ONE}/replay`, scope: "clients:write", body: replayBody, handle: postReplay },
];

/** Events of the log that one answer holds at most, and without a limit. */
const LOG = { most: 500, usual: 50 };

async function getSignals(call: ApiCall): Promise<Response> {
  const managed = await findManagedClient(call);
  const found = managed && (await findStream(managed));
  return found ? Response.json(toDocument(found.stream)) : noStream(managed);
}

/** Replaces the whole of it. @see RFC 9110 §9.3.4 */
async function putSignals(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, streamBody);
  if (!sent.ok) return sent.response;
  const { delivery, endpoint_url, authorization, events } = sent.body;
  const unknown = events.filter((kind) => !EVENT_KINDS.some((known) => known === kind));
  if (unknown.length > 0) {
    const errors = unknown.map((name) => ({ name: "events", reason: `${JSON.stringify(name)} is no kind of event.` }));
    return problem(422, `events holds kinds that are none. There are: ${EVENT_KINDS.join(" ")}`, { errors });
  }
  const managed = await findManagedClient(call);
  if (!managed) return noStream(null);
  const input = {
    delivery,
    endpointUrl: endpoint_url ?? "",
    authorization: authorization ?? "",
    removesAuthorization: authorization === null,
    events,
  };
  const result = await saveStream(managed, input, call.context.now());
  return result.ok ? getSignals(call) : clientProblem(result.problem);
}

async function deleteSignals(call: ApiCall): Promise<Response> {
  const managed = await findManagedClient(call);
  if (!managed || !(await findStream(managed))) return noStream(managed);
  const nothing = { endpointUrl: "", authorization: "", removesAuthorization: false, events: [] };
  await saveStream(managed, { delivery: "none", ...nothing }, call.context.now());
  return new Response(null, { status: 204 });
}

async function postVerify(call: ApiCall): Promise<Response> {
  const managed = await findManagedClient(call);
  const sent = managed && (await verifyStream(managed, call.context.now()));
  // RFC 9110 §15.3.3: it is on its way, or one from before still is.
  return sent ? new Response(null, { status: 202 }) : noStream(managed);
}

async function getStatus(call: ApiCall): Promise<Response> {
  const managed = await findManagedClient(call);
  const found = managed && (await findStreamStatus(managed));
  if (!found) return noStream(managed);
  const { stream, counts } = found;
  return Response.json({
    // With the words of the Shared Signals Framework 1.0 §8.1.2.
    status: stream.verifiedAt === null ? "disabled" : "enabled",
    verified_at: stream.verifiedAt?.toISOString() ?? null,
    ...counts,
  });
}

async function getLog(call: ApiCall): Promise<Response> {
  const asked = new URL(call.request.url).searchParams.get("limit") ?? String(LOG.usual);
  const limit = /^[1-9][0-9]{0,3}$/.test(asked) ? Number(asked) : Number.NaN;
  if (!(limit <= LOG.most)) return problem(400, `limit must be a whole number from 1 to ${LOG.most}.`);
  const managed = await findManagedClient(call);
  const log = managed && (await listLog(managed, limit));
  return log ? Response.json({ events: log.map(toLogDocument) }) : noStream(managed);
}

async function postReplay(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, replayBody);
  if (!sent.ok) return sent.response;
  const managed = await findManagedClient(call);
  if (!managed || !(await findStream(managed))) return noStream(managed);
  const replayed = await sendAgain(managed, sent.body.event_id ?? null, call.context.now());
  if (replayed === "unverified") return problem(409, "The address has not taken its verification event yet.");
  if (replayed === 0 && sent.body.event_id) return problem(404, "The log has no such event that is not waiting.");
  return Response.json({ replayed });
}

function toDocument(stream: EventStream): Record<string, unknown> {
  return {
    delivery: stream.delivery,
    endpoint_url: stream.endpointUrl,
    // The header is a secret: it is said once, by whoever sets it.
    has_authorization: stream.hasAuthorization,
    events: stream.events,
    verified_at: stream.verifiedAt?.toISOString() ?? null,
  };
}

function toLogDocument(delivery: Delivery): Record<string, unknown> {
  return {
    event_id: delivery.eventId,
    kind: delivery.kind,
    created_at: delivery.createdAt.toISOString(),
    state: delivery.state,
    tries: delivery.tries,
    last_error: delivery.lastError,
    settled_at: delivery.settledAt?.toISOString() ?? null,
  };
}

function noStream(managed: ManagedClient | null): Response {
  if (!managed) return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
  return problem(404, "The client is told of no events. PUT here how it should be told.");
}
