import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../auth/actor";

import { flushEvents } from "../db/audit/events";
import { listEvents } from "../db/audit/list-events";
import { findClientDetails } from "../db/clients/clients";
import { findTeamRole, MOST_TEAMMATES } from "../db/clients/teams";
import { getDb } from "../db/driver/database";
import { listMails } from "../db/people/mails";
import { useTestDatabase } from "../db/testing/test-database";
import type { TeamRole } from "../events/team-roles";
import { changeClient } from "./change-client";
import { deleteClient, restoreClient } from "./delete-client";
import { acceptHandover, offerHandover } from "./hand-over";
import { listClients } from "./list-clients";
import { ManagedClient, OwnedClient, SeenClient } from "./managed-client";
import {
  acceptInvitation,
  changeTeammate,
  declineInvitation,
  findInvitationTo,
  findTeam,
  INVITATION_DAYS,
  inviteTeammate,
  leaveTeam,
  listInvitationsTo,
  removeTeammate,
  withdrawInvitation,
} from "./team";
import { makeClient, makePerson, manage, setSuspended } from "./testing/people";

useTestDatabase();

type Person = Actor & { userId: string };

const now = new Date("2026-12-01T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

let owner: Person;
let mate: Person;
let mateEmail: string;
let clientId: string;
let made = 0;

const mailsTo = async (email: string) => (await listMails(50)).filter(({ recipient }) => recipient === email);

beforeEach(async () => {
  made += 1;
  mateEmail = `mate${made}@example.org`;
  owner = await makePerson(`owner${made}@example.org`);
  mate = await makePerson(mateEmail);
  ({ clientId } = await makeClient(owner));
});

const invite = async (role: TeamRole, email = mateEmail) =>
  await inviteTeammate(await manage(owner, clientId), { email, role }, now);

async function join(role: TeamRole): Promise<void> {
  expect(await invite(role)).toMatchObject({ ok: true });
  expect(await acceptInvitation(mate, clientId, now)).toMatchObject({ ok: true, value: { role } });
}

/** Which kinds of access somebody has to the app: to see, to change, to own it. */
const access = async (actor: Actor) =>
  await Promise.all(
    [SeenClient, ManagedClient, OwnedClient].map(async (kind) => (await kind.find(actor, clientId)) !== null),
  );

describe("who is invited to the team of an app", () => {
  it("learns of it by mail and in the console, and sees nothing of the app before accepting", async () => {
    await invite("developer");
    const [mail] = await mailsTo(mateEmail);
    expect(mail?.body).toContain(`/console/invitations/${encodeURIComponent(clientId)}`);
    expect(await listInvitationsTo(mate, now)).toMatchObject([{ clientId, role: "developer" }]);
    expect(await access(mate)).toEqual([false, false, false]);
  });

  it("as a developer sees and changes the app, but does not give it away, delete it or say who works on it", async () => {
    await join("developer");
    expect(await access(mate)).toEqual([true, true, false]);
    const managed = await ManagedClient.find(mate, clientId);
    expect(managed && (await changeClient(managed, { name: `Acme ${clientId}` }))).toMatchObject({ ok: true });
    expect((await listClients(mate, {}, now)).clients.map((each) => each.clientId)).toEqual([clientId]);
  });

  it("as a viewer sees the app and changes nothing", async () => {
    await join("viewer");
    expect(await access(mate)).toEqual([true, false, false]);
    expect((await listClients(mate, {}, now)).clients.map((each) => each.clientId)).toEqual([clientId]);
  });

  it("accepts once: the invitation is used up, and the event names the role", async () => {
    await join("viewer");
    expect(await acceptInvitation(mate, clientId, now)).toMatchObject({
      ok: false,
      problem: { key: "invitation_over" },
    });
    await flushEvents();
    const events = await listEvents({ userId: mate.userId, type: "team.joined", limit: 10 });
    expect(events.map(({ data }) => data)).toEqual([{ role: "viewer" }]);
  });

  it("cannot accept twice at once", async () => {
    await invite("developer");
    const both = await Promise.all([acceptInvitation(mate, clientId, now), acceptInvitation(mate, clientId, now)]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it("cannot accept after a week, after it was withdrawn, declined, or with an address that is not confirmed", async () => {
    await invite("developer");
    expect(await findInvitationTo(mate, clientId, inDays(INVITATION_DAYS + 1))).toBeNull();
    expect(await acceptInvitation(mate, clientId, inDays(INVITATION_DAYS + 1))).toMatchObject({ ok: false });
    await withdrawInvitation(await manage(owner, clientId), mateEmail);
    expect(await acceptInvitation(mate, clientId, now)).toMatchObject({ ok: false });
    await invite("developer");
    await declineInvitation(mate, clientId, now);
    expect(await acceptInvitation(mate, clientId, now)).toMatchObject({ ok: false });
    await invite("developer");
    await (await getDb()).user.update({ where: { id: mate.userId }, data: { emailVerifiedAt: null } });
    expect(await acceptInvitation(mate, clientId, now)).toMatchObject({ ok: false });
    expect(await access(mate)).toEqual([false, false, false]);
  });

  it("is nobody else: another person finds no invitation", async () => {
    await invite("developer");
    const stranger = await makePerson(`stranger${made}@example.org`);
    expect(await findInvitationTo(stranger, clientId, now)).toBeNull();
    expect(await acceptInvitation(stranger, clientId, now)).toMatchObject({ ok: false });
  });

  it("cannot be the owner, somebody of the team, or no address, and the team has an end", async () => {
    const refusalOf = async (email: string) => {
      const result = await inviteTeammate(await manage(owner, clientId), { email, role: "viewer" }, now);
      return result.ok ? null : result.problem.key;
    };
    expect(await refusalOf(`OWNER${made}@example.org`)).toBe("owner_already");
    expect(await refusalOf("nobody")).toBe("bad_email");
    expect(await refusalOf("a@example.org\r\nBcc: b@example.org")).toBe("bad_email");
    await join("viewer");
    expect(await refusalOf(mateEmail)).toBe("teammate_already");
    const db = await getDb();
    await db.teamInvitation.createMany({
      data: Array.from({ length: MOST_TEAMMATES - 1 }, (_, index) => ({
        clientId,
        email: `more${index}@example.org`,
        role: "viewer",
        createdAt: now,
        expiresAt: inDays(1),
      })),
    });
    expect(await refusalOf("one.more@example.org")).toBe("team_full");
  });
});

describe("who works on an app", () => {
  it("is changed and removed by its owner, and from then on may do what they may", async () => {
    await join("developer");
    await changeTeammate(await manage(owner, clientId), mate.userId, "viewer");
    expect(await access(mate)).toEqual([true, false, false]);
    await removeTeammate(await manage(owner, clientId), mate.userId);
    expect(await access(mate)).toEqual([false, false, false]);
    expect(await changeTeammate(await manage(owner, clientId), mate.userId, "developer")).toMatchObject({ ok: false });
  });

  it("is nobody whose id is none, and no invitation is to what is no address", async () => {
    const managed = await manage(owner, clientId);
    for (const nobody of ["", "\0", "nobody", "018f4a00-0000-7000-8000-000000000000"]) {
      expect(await changeTeammate(managed, nobody, "viewer")).toMatchObject({ problem: { key: "not_found" } });
      expect(await removeTeammate(managed, nobody)).toMatchObject({ ok: true });
      expect(await withdrawInvitation(managed, nobody)).toMatchObject({ ok: true });
    }
  });

  it("keeps an invitation that its person cannot accept: they own the app by now", async () => {
    await invite("viewer");
    await (await getDb()).client.update({ where: { id: clientId }, data: { ownerId: mate.userId } });
    expect(await acceptInvitation(mate, clientId, now)).toMatchObject({ ok: false });
    expect(await findInvitationTo(mate, clientId, now)).not.toBeNull();
  });

  it("leaves by themselves; the owner cannot", async () => {
    await join("viewer");
    const seen = await SeenClient.find(mate, clientId);
    expect(seen && (await leaveTeam(seen))).toMatchObject({ ok: true });
    expect(await access(mate)).toEqual([false, false, false]);
    expect(await leaveTeam(await manage(owner, clientId))).toMatchObject({ ok: false });
  });

  it("sees nothing while suspended, nor a deleted app, and cannot restore it", async () => {
    await join("developer");
    await setSuspended(mate, now);
    expect(await access(mate)).toEqual([false, false, false]);
    await setSuspended(mate, null);
    const managed = await manage(owner, clientId);
    expect(await deleteClient(managed, managed.client.name)).toMatchObject({ ok: true });
    expect(await access(mate)).toEqual([false, false, false]);
    expect((await listClients(mate, { status: "deleted" }, now)).clients).toEqual([]);
    expect(await restoreClient(mate, clientId)).toMatchObject({ ok: false });
  });

  it("is seen by the whole team, who see no other app's", async () => {
    await join("viewer");
    const seen = await SeenClient.find(mate, clientId);
    expect(seen && (await findTeam(seen, now))).toMatchObject({
      ownerEmail: `owner${made}@example.org`,
      teammates: [{ userId: mate.userId, role: "viewer" }],
      invitations: [],
    });
  });

  it("goes with the owner: who takes the app over from them starts without their team", async () => {
    await join("developer");
    await invite("viewer", "later@example.org");
    const heir = await makePerson(`heir${made}@example.org`);
    await offerHandover(await manage(owner, clientId), `heir${made}@example.org`, now);
    expect(await acceptHandover(heir, clientId, now)).toMatchObject({ ok: true });
    expect((await findClientDetails(clientId))?.ownerId).toBe(heir.userId);
    expect(await findTeam(await manage(heir, clientId), now)).toMatchObject({ teammates: [], invitations: [] });
  });

  it("stays when an administrator hands the app over; who becomes its owner is a teammate no more", async () => {
    await join("developer");
    const other = await makePerson(`other${made}@example.org`);
    await invite("viewer", `other${made}@example.org`);
    await acceptInvitation(other, clientId, now);
    const administrator = await makePerson(`admin${made}@example.org`, true);
    await offerHandover(await manage(administrator, clientId), mateEmail, now);
    expect(await acceptHandover(mate, clientId, now)).toMatchObject({ ok: true });
    expect(await findTeamRole(clientId, mate.userId)).toBeNull();
    expect(await findTeamRole(clientId, other.userId)).toBe("viewer");
  });
});
