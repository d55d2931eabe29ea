import type { TeamRole } from "../../events/team-roles";
import { formatDate, formatDateTime } from "./formats";

const roles: Record<"owner" | TeamRole, string> = { owner: "Owner", developer: "Developer", viewer: "Viewer" };

/** Words about who works on an app. */
export const teamWords = {
  title: "Team",
  intro:
    "Developers change everything about the app. Viewers see the same and change nothing. Only the owner invites people, suspends the app, hands it over or deletes it.",
  onlyOwner: "Only the owner of the app changes its team.",
  mayOnlySee: (owner: string | null) =>
    owner === null
      ? "You are a viewer of this app: you see everything, and change nothing."
      : `You are a viewer of this app: you see everything, and change nothing. Ask ${owner}, its owner, if something has to change.`,
  roles,
  people: "People",
  person: "Person",
  role: "Role",
  since: "Since",
  actions: "Actions",
  noOwner: "The operator",
  you: "you",
  make: { developer: "Make developer", viewer: "Make viewer" },
  makeOf: {
    developer: (email: string) => `Make developer: ${email}`,
    viewer: (email: string) => `Make viewer: ${email}`,
  },
  roleSaved: (email: string, role: string) => `${email} is now: ${role}.`,
  remove: "Remove",
  removeOf: (email: string) => `Remove ${email}`,
  removed: (email: string) =>
    `${email} no longer works on the app. If they know its secrets, make new ones and revoke the old ones.`,
  leave: "Leave the team",
  left: (app: string) => `You no longer work on ${app}.`,
  invite: "Invite somebody",
  inviteBody: "They get a mail, and have 7 days to accept. They need an account here with that address.",
  email: "Email address",
  sendInvitation: "Send invitation",
  invited: (email: string) => `An invitation is on its way to ${email}. They have 7 days to accept.`,
  invitations: "Invited",
  invitedUntil: (until: Date) => `Until ${formatDate(until)}`,
  withdraw: "Withdraw",
  withdrawOf: (email: string) => `Withdraw the invitation to ${email}`,
  withdrawn: (email: string) => `The invitation to ${email} is withdrawn.`,
  invitedToYou: (app: string) => `You are invited to work on the app ${app}.`,
  look: "Look at the invitation",
  question: (app: string) => `Work on ${app}?`,
  whatTitle: "What happens",
  from: (email: string | null) => (email === null ? "It belongs to the operator." : `It belongs to ${email}.`),
  what: {
    developer: "You can see everything about it, change it, and make secrets for it.",
    viewer: "You can see everything about it, and change nothing.",
  },
  leaveLater: "You can leave the team at any time.",
  until: (date: Date) => `You can accept until ${formatDateTime(date)}.`,
  accept: "Join the team",
  decline: "Decline",
  joined: (app: string) => `You work on ${app} now.`,
  declined: "You declined the invitation.",
  overTitle: "There is no such invitation",
  overBody:
    "It was accepted or withdrawn, is more than 7 days old, or was sent to an address that is not your account’s.",
  toApps: "See your apps",
  invitationMail: (invitation: {
    app: string;
    portalName: string;
    from: string | null;
    role: TeamRole;
    href: string;
    expiresAt: Date;
  }) => ({
    subject: `${invitation.portalName}: you are invited to work on the app “${invitation.app}”`,
    text: `${invitation.from ?? "An administrator"} invites you to work on the app “${invitation.app}”, as a ${invitation.role}.\n\nTo accept, sign in with this address, or create an account with it, until ${formatDateTime(invitation.expiresAt)}:\n${invitation.href}\n\nIf you do not know the app, do nothing: nothing changes.\n`,
  }),
};
