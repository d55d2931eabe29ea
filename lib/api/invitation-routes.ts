import { z } from "zod";
import { problem } from "../http/problem";
import { wordsFor } from "../i18n/words";
import { getOwnApi } from "../oauth/tokens/own-resources";
import { ADMIN_SCOPE } from "../oauth/tokens/scopes";
import {
  invite,
  listInvitations,
  type SentInvitation,
  type ShownInvitation,
  sendInvitationAgain,
  withdrawInvitation,
} from "../people/invitations";
import { type InvitationProblem, type Refusal, refused } from "../people/result";
import { type ApiCall, type ApiRoute, administratorOf } from "./api-route";
import { readBody } from "./client-body";
import { limitOf, toPage } from "./page-of";
import { peopleProblem } from "./people-problem";

const LIST = "/admin/invitations";
const ONE = `${LIST}/{invitation_id}`;
const scope = ADMIN_SCOPE;

const body = z.object({ email: z.string() });

/** Invitations to make an account, for an administrator's own tools. */
export const invitationRoutes: ApiRoute[] = [
  { method: "GET", path: LIST, scope, handle: getInvitations },
  { method: "POST", path: LIST, scope, body, handle: postInvitation },
  { method: "DELETE", path: ONE, scope, handle: removeInvitation },
  { method: "POST", path: `${ONE}/send-again`, scope, handle: postAgain },
];

async function getInvitations(call: ApiCall): Promise<Response> {
  const { searchParams } = new URL(call.request.url);
  const limit = limitOf(searchParams);
  if (typeof limit === "string") return problem(400, limit);
  const after = searchParams.get("after") ?? undefined;
  const found = await listInvitations(administratorOf(call), { after, limit, now: call.context.now() });
  if (!found) return refusal(refused("forbidden"));
  const asked = new URLSearchParams({ limit: String(limit), after: found.invitations.at(-1)?.invitationId ?? "" });
  const page = toPage(found.invitations, found.hasMore ? `${getOwnApi(call.context.issuer)}${LIST}?${asked}` : null);
  return Response.json({ invitations: page.items.map(toDocument), next: page.next }, { headers: page.headers });
}

async function postInvitation(call: ApiCall): Promise<Response> {
  const sent = await readBody(call.request, body);
  if (!sent.ok) return sent.response;
  const result = await invite(administratorOf(call), sent.body.email, call.context.now());
  return result.ok ? toAnswer(call, result.value) : refusal(result);
}

async function postAgain(call: ApiCall): Promise<Response> {
  const id = call.params.invitation_id ?? "";
  const result = await sendInvitationAgain(administratorOf(call), id, call.context.now());
  return result.ok ? toAnswer(call, result.value) : refusal(result);
}

async function removeInvitation(call: ApiCall): Promise<Response> {
  const result = await withdrawInvitation(administratorOf(call), call.params.invitation_id ?? "");
  return result.ok ? new Response(null, { status: 204 }) : refusal(result);
}

/** With the link, which is told this once. */
function toAnswer(call: ApiCall, invitation: SentInvitation): Response {
  const location = `${getOwnApi(call.context.issuer)}${LIST}/${invitation.invitationId}`;
  return Response.json({ ...toDocument(invitation), link: invitation.link }, { status: 201, headers: { location } });
}

function toDocument({ invitationId, email, createdAt, expiresAt, isOver }: ShownInvitation): Record<string, unknown> {
  return {
    id: invitationId,
    email,
    created_at: createdAt.toISOString(),
    expires_at: expiresAt.toISOString(),
    is_over: isOver,
  };
}

const STATUS: Partial<Record<InvitationProblem, number>> = {
  forbidden: 403,
  missing: 404,
  hasAccount: 409,
  tooMany: 429,
};

function refusal(why: Refusal<InvitationProblem>): Response {
  return peopleProblem(STATUS[why.problem] ?? 422, why, wordsFor("en").admin.invitations.problems);
}
