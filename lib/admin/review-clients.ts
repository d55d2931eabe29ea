import { z } from "zod";
import { notify } from "../auth/notify";
import { getPortalName } from "../auth/portal-settings";
import type { Actor } from "../console/authorise";
import { type ShownStatus, statusOf } from "../console/list-clients";
import { done, type Result, refused } from "../console/result";
import { recordEvent } from "../db/audit-events";
import { type ClientLogo, findClientLogo } from "../db/client-logos";
import { countPeople, verifySeenClient } from "../db/client-reviews";
import { type ClientDetails, findClientDetails, listClientsOf, updateClient } from "../db/clients";
import { findScopes, type ScopeDetails } from "../db/scopes";
import { getEnv } from "../env";
import { getWords } from "../i18n/words";
import { listHosts, type PendingChanges, REVIEWED_MEMBERS } from "../oauth/register/review";
import { findProblems } from "../oauth/register/rules";
import { findAdministrator } from "./authorise";
import { findLookAlikes, type LookAlike } from "./look-alikes";

/** An app that waits for somebody to look at it. */
export interface ListedReview {
  client: ClientDetails;
  people: number;
  reports: number;
}

/** All that a decision about an app needs. */
export interface ClientReview extends ListedReview {
  status: ShownStatus;
  /** the picture that is to be decided about: the one that waits, where one does */
  logo: ClientLogo | null;
  /** what a verified app asks to change */
  changes: PendingChange[];
  scopes: ScopeDetails[];
  /** other apps with a name that looks the same */
  lookAlikes: LookAlike[];
  /** names what is shown, so that nothing else can be marked as verified */
  revision: string;
}

/** One member that a verified app asks to change. */
export interface PendingChange {
  member: keyof PendingChanges;
  /** as people see it; empty: nothing */
  before: string[];
  /** as it would be */
  after: string[];
}

const reasonSchema = z.string().trim().min(1, "reason_missing").max(500, "reason_long");

/** Apps that wait for review, those that waited longest first. Null for those who may not decide. */
export async function listReviews(actor: Actor): Promise<ListedReview[] | null> {
  if (!(await findAdministrator(actor))) return null;
  const waiting = (await listClientsOf(null)).filter(isWaiting);
  const { consents, reports } = await countPeople(waiting.map((client) => client.clientId));
  return waiting
    .map((client) => ({
      client,
      people: consents.get(client.clientId) ?? 0,
      reports: reports.get(client.clientId) ?? 0,
    }))
    .sort((a, b) => a.client.updatedAt.getTime() - b.client.updatedAt.getTime());
}

/** One app with what a decision about it needs. Null when there is none, or the actor may not decide. */
export async function findReview(actor: Actor, clientId: string): Promise<ClientReview | null> {
  if (!(await findAdministrator(actor))) return null;
  const client = await findClientDetails(clientId);
  if (!client || client.deletedAt) return null;
  const [logo, { consents, reports }, scopes, groups] = await Promise.all([
    findNewestLogo(clientId),
    countPeople([clientId]),
    findScopes(client.scopes),
    findLookAlikes(actor),
  ]);
  const group = groups?.find(({ clients }) => clients.some((each) => each.clientId === clientId));
  return {
    client,
    status: statusOf(client),
    people: consents.get(clientId) ?? 0,
    reports: reports.get(clientId) ?? 0,
    logo,
    changes: listChanges(client),
    scopes,
    lookAlikes: group?.clients.filter((each) => each.clientId !== clientId) ?? [],
    revision: [client.updatedAt.toISOString(), logo?.digest ?? ""].join(" "),
  };
}

/**
 * Says to people that an administrator looked at this app. `revision` is that of the page which was looked at: what
 * changed since then is not verified.
 */
export async function verifyClient(
  actor: Actor,
  clientId: string,
  revision: string,
): Promise<Result<{ name: string }>> {
  const known = await findAdministrator(actor);
  const client = known && (await findClientDetails(clientId));
  if (!known || !client || client.deletedAt) return refused("not_found");
  if (client.status === "verified" && client.pendingChanges === null) return done({ name: client.name });
  const { hosts: _hosts, logo: _logo, ...members } = client.pendingChanges ?? {};
  const problems = findProblems({ ...client, ...members }, { issuer: getEnv().issuer, status: "verified" });
  if (problems.some(({ member }) => member.endsWith("redirect_uris"))) return refused("verified_uris");
  const [time = "", digest = ""] = revision.split(" ");
  const updatedAt = new Date(time);
  if (client.updatedAt.getTime() !== updatedAt.getTime()) return refused("review_stale");
  const seen = { clientId, updatedAt, logoDigest: digest === "" ? null : digest };
  if (!(await verifySeenClient(seen, { ...members, reviewedHosts: listHosts(client) }))) return refused("review_stale");
  await recordEvent({ type: "client.verified", outcome: "ok", clientId, userId: known.userId }, known.source);
  await tellOwner(client, "verified", null);
  return done({ name: client.name });
}

/** Sends the app back to development, verified or not; its owner is told why. */
export async function refuseClient(actor: Actor, clientId: string, reason: string): Promise<Result<{ name: string }>> {
  const known = await findAdministrator(actor);
  const client = known && (await findClientDetails(clientId));
  if (!known || !client || client.deletedAt) return refused("not_found");
  const parsed = reasonSchema.safeParse(reason);
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.message === "reason_long" ? "reason_long" : "reason_missing";
    return refused(key, { fields: { reason: key } });
  }
  const reviewedHosts = client.isTrusted ? client.reviewedHosts : [];
  const taken = { status: "development", pendingChanges: null, reviewedHosts } as const;
  if (!(await updateClient(clientId, taken))) return refused("not_found");
  await recordEvent(
    {
      type: "client.review_refused",
      outcome: "ok",
      clientId,
      userId: known.userId,
      data: { reason: parsed.data },
    },
    known.source,
  );
  await tellOwner(client, "refused", parsed.data);
  return done({ name: client.name });
}

/** Refuses what a verified app asks to change: people go on to see what they saw; its owner is told why. */
export async function refuseChanges(actor: Actor, clientId: string, reason: string): Promise<Result<{ name: string }>> {
  const known = await findAdministrator(actor);
  const client = known && (await findClientDetails(clientId));
  if (!known || !client || client.deletedAt) return refused("not_found");
  const parsed = reasonSchema.safeParse(reason);
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.message === "reason_long" ? "reason_long" : "reason_missing";
    return refused(key, { fields: { reason: key } });
  }
  if (!(await updateClient(clientId, { pendingChanges: null }))) return refused("not_found");
  const data = { reason: parsed.data, members: Object.keys(client.pendingChanges ?? {}) };
  await recordEvent(
    { type: "client.changes_refused", outcome: "ok", clientId, userId: known.userId, data },
    known.source,
  );
  await tellOwner(client, "changesRefused", parsed.data);
  return done({ name: client.name });
}

function isWaiting(client: ClientDetails): boolean {
  const status = statusOf(client);
  return status === "in_review" || (status !== "deleted" && status !== "suspended" && client.pendingChanges !== null);
}

async function findNewestLogo(clientId: string): Promise<ClientLogo | null> {
  return (await findClientLogo(clientId, { isPending: true })) ?? (await findClientLogo(clientId));
}

/** What waits, in the order in which the one list names it, then where the app leads and its picture. */
function listChanges(client: ClientDetails): PendingChange[] {
  const pending = client.pendingChanges ?? {};
  const toLines = (value: unknown) => [value ?? []].flat().map(String);
  return [
    ...REVIEWED_MEMBERS.filter((member) => pending[member] !== undefined).map((member) => ({
      member,
      before: toLines(client[member]),
      after: toLines(pending[member]),
    })),
    ...(pending.hosts ? [{ member: "hosts" as const, before: client.reviewedHosts, after: pending.hosts }] : []),
    ...(pending.logo ? [{ member: "logo" as const, before: [], after: [] }] : []),
  ];
}

async function tellOwner(
  client: ClientDetails,
  decision: "verified" | "refused" | "changesRefused",
  reason: string | null,
): Promise<void> {
  if (client.ownerEmail === null) return;
  const words = getWords().admin.decisionMail[decision];
  const href = `${getEnv().issuer}/console/clients/${encodeURIComponent(client.clientId)}/branding`;
  const subject = words.subject(client.name, await getPortalName());
  await notify("a review", { to: client.ownerEmail, subject, text: words.text({ app: client.name, reason, href }) });
}
