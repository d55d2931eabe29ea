"use server";

import { requireActor } from "@/lib/auth/actor-page";
import { formAction } from "@/lib/auth/form-action";
import { decodeEmail } from "@/lib/auth/readable-host";
import { SeenClient } from "@/lib/clients/managed-client";
import { changeTeammate, inviteTeammate, leaveTeam, removeTeammate, withdrawInvitation } from "@/lib/clients/team";
import { requireFreshOwnedClient, requireOwnedClient } from "@/lib/console/console-page";
import { comeBack, sayWhy } from "@/lib/console/form-result";
import { TEAM_ROLES, type TeamRole } from "@/lib/events/team-roles";
import * as bound from "@/lib/forms/bound";
import * as field from "@/lib/forms/fields";

/** Invites somebody to work on the app. */
export const inviteAction = formAction({
  bound: [bound.text],
  isOnce: true,
  fields: { email: field.text(254), role: field.choice(TEAM_ROLES) },
  problems: ({ console }) => console.problems,
  person: ({ bound: [clientId] }) => requireFreshOwnedClient(clientId, pathOf(clientId)),
  act: async ({ person: managed, bound: [clientId], values: { email, role = "viewer" } }) => {
    const result = await inviteTeammate(managed, { email, role }, new Date());
    if (!result.ok) return comeBack(result.problem);
    const invited = decodeEmail(result.value.email);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.team.invited(invited) };
  },
});

/** Takes an invitation back. */
export const withdrawAction = formAction({
  bound: [bound.text, bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireOwnedClient(clientId),
  act: async ({ person: managed, bound: [clientId, email] }) => {
    await withdrawInvitation(managed, email);
    const invited = decodeEmail(email);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.team.withdrawn(invited) };
  },
});

/** Lets somebody of the team change the app, or only see it. */
export const changeRoleAction = formAction({
  bound: [bound.text, bound.text, bound.text, bound.oneOf(TEAM_ROLES)],
  fields: {},
  person: ({ bound: [clientId] }: { bound: [string, string, string, TeamRole] }) =>
    requireFreshOwnedClient(clientId, pathOf(clientId)),
  act: async ({ person: managed, bound: [clientId, userId, email, role] }) => {
    const result = await changeTeammate(managed, userId, role);
    if (!result.ok) return sayWhy(result.problem, pathOf(clientId));
    const changed = decodeEmail(email);
    return {
      kind: "done",
      goTo: pathOf(clientId),
      says: ({ console: { team } }) => team.roleSaved(changed, team.roles[role]),
    };
  },
});

/** Removes somebody from the team. */
export const removeAction = formAction({
  bound: [bound.text, bound.text, bound.text],
  fields: {},
  person: ({ bound: [clientId] }) => requireOwnedClient(clientId),
  act: async ({ person: managed, bound: [clientId, userId, email] }) => {
    const result = await removeTeammate(managed, userId);
    if (!result.ok) return sayWhy(result.problem, pathOf(clientId));
    const removed = decodeEmail(email);
    return { kind: "done", goTo: pathOf(clientId), says: ({ console }) => console.team.removed(removed) };
  },
});

/** The person leaves the team. */
export const leaveAction = formAction({
  bound: [bound.text],
  fields: {},
  person: requireActor,
  act: async ({ person, bound: [clientId] }) => {
    const managed = await SeenClient.find(person, clientId);
    if (!managed) return { kind: "missing" };
    const result = await leaveTeam(managed);
    if (!result.ok) return sayWhy(result.problem, pathOf(clientId));
    return { kind: "done", goTo: "/console", says: ({ console }) => console.team.left(managed.client.name) };
  },
});

function pathOf(clientId: string): string {
  return `/console/clients/${encodeURIComponent(clientId)}/team`;
}
