import { z } from "zod";
import {
  acceptHandover,
  declineHandover,
  findOffer,
  findOfferTo,
  listOffersTo,
  offerHandover,
  withdrawHandover,
} from "../clients/hand-over";
import type { Handover } from "../db/clients/handovers";
import { problem } from "../http/problem";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { type ApiCall, type ApiRoute, actorOf, findOwnedClient, findSeenClient } from "./api-route";
import { readBody } from "./client-body";
import { clientProblem } from "./client-problem";
import { pageOf } from "./page-of";

const ONE = "/clients/{client_id}/handover";

const offerBody = z.object({ email: z.string() });

/** Handing a client over to another developer: the first three are its owner's, the others of whom it is offered to. */
export const handoverRoutes: ApiRoute[] = [
  { method: "GET", path: ONE, scope: "clients:read", handle: getOffer },
  { method: "POST", path: ONE, scope: "clients:write", body: offerBody, handle: postOffer },
  { method: "DELETE", path: ONE, scope: "clients:write", handle: deleteOffer },
  { method: "GET", path: "/handovers", scope: "clients:read", handle: getOffers },
  { method: "POST", path: `${ONE}/accept`, scope: "clients:write", handle: postAccept },
  { method: "POST", path: `${ONE}/decline`, scope: "clients:write", handle: postDecline },
];

async function getOffer(call: ApiCall): Promise<Response> {
  const managed = await findSeenClient(call);
  const offer = managed && (await findOffer(managed, call.context.now()));
  return offer ? Response.json(toDocument(offer)) : noOffer();
}

async function postOffer(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, offerBody);
  if (!sent.ok) return sent.response;
  const managed = await findOwnedClient(call);
  if (!managed) return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
  const result = await offerHandover(managed, sent.body.email, call.context.now());
  return result.ok ? Response.json(toDocument(result.value), { status: 201 }) : clientProblem(result.problem);
}

async function deleteOffer(call: ApiCall): Promise<Response> {
  const managed = await findOwnedClient(call);
  if (!managed) return clientProblem({ key: "not_found", fields: {}, refusedUris: [] });
  await withdrawHandover(managed);
  return noContent();
}

async function getOffers(call: ApiCall): Promise<Response> {
  const offers = await listOffersTo(actorOf(call), call.context.now());
  const page = pageOf(call.request, offers, ({ clientId }) => clientId, `${getOwnApi(call.context.issuer)}/handovers`);
  if (typeof page === "string") return problem(400, page);
  return Response.json({ handovers: page.items.map(toDocument), next: page.next }, { headers: page.headers });
}

async function postAccept(call: ApiCall): Promise<Response> {
  const clientId = call.params.client_id ?? "";
  const result = await acceptHandover(actorOf(call), clientId, call.context.now());
  if (result.ok) return noContent();
  return result.problem.key === "offer_over" ? noOffer() : clientProblem(result.problem);
}

async function postDecline(call: ApiCall): Promise<Response> {
  const clientId = call.params.client_id ?? "";
  const now = call.context.now();
  if (!(await findOfferTo(actorOf(call), clientId, now))) return noOffer();
  await declineHandover(actorOf(call), clientId, now);
  return noContent();
}

function toDocument({ clientId, clientName, email, fromEmail, expiresAt }: Handover): Record<string, unknown> {
  const from = fromEmail === null ? {} : { from: fromEmail };
  return { client_id: clientId, client_name: clientName, to: email, ...from, expires_at: expiresAt.toISOString() };
}

function noOffer(): Response {
  return problem(404, "There is no such offer.");
}

function noContent(): Response {
  return new Response(null, { status: 204 });
}
