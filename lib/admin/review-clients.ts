import { z } from "zod";
import { type Actor, findAdministrator } from "../auth/actor";
import { toMailName } from "../auth/mail-name";
import { notify } from "../auth/notify";
import { toFields } from "../clients/client-metadata";
import { type ShownStatus, statusOf } from "../clients/list-clients";
import { done, type Result, refused } from "../clients/result";
import { recordEvent } from "../db/audit/events";
import { type ClientDetails, findClientDetails, listWaitingClients, reviseClient } from "../db/clients/clients";
import { type ClientLogo, findClientLogo } from "../db/clients/logos";
import { countPeople, verifySeenClient } from "../db/clients/reviews";
import { findScopes, type ScopeDetails } from "../db/clients/scopes";
import { getEnv } from "../env";
import { wordsTo } from "../http/request-words";
import { REVIEWED_MEMBERS } from "../oauth/client/member-lists";
import { listHosts, type PendingChanges } from "../oauth/client/review";
import { findNewProblems, findProblems } from "../oauth/register/rules";
import { withConsequences } from "../oauth/register/settings";
import { getPortalName } from "../settings/portal-settings";
import { findLookAlikesOf, type LookAlikes } from "./look-alikes";

/** An app that waits for review. */
export interface ListedReview {
  client: ClientDetails;
  people: number;
  reports: number;
}

/** Everything that a decision about an app needs. */
export interface ClientReview extends ListedReview {
  status: ShownStatus;
  /** the picture to decide about: the waiting one, if there is one */
  logo: ClientLogo | null;
  /** what a verified app asks to change */
  changes: PendingChange[];
  scopes: ScopeDetails[];
  /** other apps with a name that looks the same */
  lookAlikes: Omit<LookAlikes, "skeleton">;
  /** identifies what is shown, so that nothing else can be marked as verified */
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

/** Apps that the list of reviews shows: those that have waited longest. */
const MOST_REVIEWS = 200;

/**
 * Apps that wait for review, longest wait first, and how many wait besides. Null for an actor who may not decide.
 * @param most how many are shown
 */
export async function listReviews(
  actor: Actor,
  most = MOST_REVIEWS,
): Promise<{ reviews: ListedReview[]; more: number } | null> {
  if (!(await findAdministrator(actor))) return null;
  const { count, clients } = await listWaitingClients(most);
  const { consents, reports } = await countPeople(clients.map(({ clientId }) => clientId));
  const reviews = clients.map((client) => ({
    client,
    people: consents.get(client.clientId) ?? 0,
    reports: reports.get(client.clientId) ?? 0,
  }));
  return { reviews, more: count - reviews.length };
}

/** One app with everything that a decision about it needs. Null when there is none, or the actor may not decide. */
export async function findReview(actor: Actor, clientId: string): Promise<ClientReview | null> {
  if (!(await findAdministrator(actor))) return null;
  const client = await findClientDetails(clientId);
  if (!client || client.deletedAt) return null;
  const [logo, { consents, reports }, scopes, lookAlikes] = await Promise.all([
    findNewestLogo(clientId),
    countPeople([clientId]),
    findScopes(client.scopes),
    findLookAlikesOf(client),
  ]);
  return {
    client,
    status: statusOf(client),
    people: consents.get(clientId) ?? 0,
    reports: reports.get(clientId) ?? 0,
    logo,
    changes: listChanges(client),
    scopes,
    lookAlikes,
    revision: [client.updatedAt.toISOString(), logo?.digest ?? ""].join(" "),
  };
}

/**
 * Marks the app as verified for people. `revision` identifies the page that the administrator saw: nothing is verified
 * if something has changed since, or if the members would contradict each other, so that registration would refuse
 * them.
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
  const [time = "", digest = ""] = revision.split(" ");
  const updatedAt = new Date(time);
  if (client.updatedAt.getTime() !== updatedAt.getTime()) return refused("review_stale");
  const rules = { issuer: getEnv().issuer, status: "verified" } as const;
  if (findProblems(client, rules).some(({ member }) => member.endsWith("redirect_uris")))
    return refused("verified_uris");
  // Each member was checked when it was requested, against the values of that time.
  const { hosts: _hosts, logo: _logo, ...members } = client.pendingChanges ?? {};
  const { requirePkce } = withConsequences({ ...client, ...members });
  const decided = { ...members, requirePkce, reviewedHosts: listHosts(client) };
  const conflicts = findNewProblems(client, { ...client, ...decided }, rules);
  if (conflicts.length > 0) return refused("review_conflict", { fields: toFields(conflicts) });
  const seen = { clientId, updatedAt, logoDigest: digest === "" ? null : digest };
  if (!(await verifySeenClient(seen, decided))) return refused("review_stale");
  await recordEvent({ type: "client.verified", outcome: "ok", clientId, userId: known.userId }, known.source);
  await tellOwner(client, "verified", null);
  return done({ name: client.name });
}

/** What a refusal needs: an administrator, an existing app, and a trimmed reason. */
async function openRefusal(
  actor: Actor,
  clientId: string,
  reason: string,
): Promise<Result<{ known: Actor; client: ClientDetails; reason: string }>> {
  const known = await findAdministrator(actor);
  const client = known && (await findClientDetails(clientId));
  if (!known || !client || client.deletedAt) return refused("not_found");
  const parsed = reasonSchema.safeParse(reason);
  if (parsed.success) return done({ known, client, reason: parsed.data });
  const key = parsed.error.issues[0]?.message === "reason_long" ? "reason_long" : "reason_missing";
  return refused(key, { fields: { reason: key } });
}

/** Sends the app back to development, verified or not; its owner is told why. */
export async function refuseClient(actor: Actor, clientId: string, reason: string): Promise<Result<{ name: string }>> {
  const opened = await openRefusal(actor, clientId, reason);
  if (!opened.ok) return opened;
  const { known, client } = opened.value;
  const isTaken = await reviseClient(clientId, ({ isTrusted, reviewedHosts }) => ({
    changes: { status: "development", pendingChanges: null, reviewedHosts: isTrusted ? reviewedHosts : [] },
    answer: true,
  }));
  if (!isTaken) return refused("not_found");
  await recordEvent(
    {
      type: "client.review_refused",
      outcome: "ok",
      clientId,
      userId: known.userId,
      data: { reason: opened.value.reason },
    },
    known.source,
  );
  await tellOwner(client, "refused", opened.value.reason);
  return done({ name: client.name });
}

/** Refuses a verified app's changes: people see the same as before, and the owner is told why. */
export async function refuseChanges(actor: Actor, clientId: string, reason: string): Promise<Result<{ name: string }>> {
  const opened = await openRefusal(actor, clientId, reason);
  if (!opened.ok) return opened;
  const { known, client } = opened.value;
  const members = await reviseClient(clientId, ({ pendingChanges }) => ({
    changes: { pendingChanges: null },
    answer: Object.keys(pendingChanges ?? {}),
  }));
  if (members === null) return refused("not_found");
  const data = { reason: opened.value.reason, members };
  await recordEvent(
    { type: "client.changes_refused", outcome: "ok", clientId, userId: known.userId, data },
    known.source,
  );
  await tellOwner(client, "changesRefused", opened.value.reason);
  return done({ name: client.name });
}

async function findNewestLogo(clientId: string): Promise<ClientLogo | null> {
  return (await findClientLogo(clientId, { isPending: true })) ?? (await findClientLogo(clientId));
}

/** The waiting members in the order of `MEMBERS`, then the app's hosts and its picture. */
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
  const words = wordsTo(client.ownerLocale, null);
  const mail = words.admin.decisionMail[decision];
  const href = `${getEnv().issuer}/console/clients/${encodeURIComponent(client.clientId)}/branding`;
  const app = toMailName(client.name);
  const subject = mail.subject(app, await getPortalName());
  const text = mail.text({ app, reason, href });
  await notify("a review", { to: client.ownerEmail, words, subject, text });
}
