import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { getPageWords } from "@/lib/auth/page-words";
import { findTeam } from "@/lib/clients/team";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { ClientHeading } from "../_parts/client-heading";
import { InvitationList } from "./_parts/invitation-list";
import { InviteForm } from "./_parts/invite-form";
import { TeamList } from "./_parts/team-list";
import { changeRoleAction, inviteAction, leaveAction, removeAction, withdrawAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.team.title, (await params).clientId);
}

/** Who works on the app, and who is invited to. */
export default async function TeamPage({ params }: ClientParams) {
  const words = await getPageWords();
  const texts = words.console.team;
  const opened = await openClientPage((await params).clientId);
  const { managed, user } = opened;
  const { clientId, role } = managed;
  const isOwner = role === "owner";
  const { ownerEmail, teammates, invitations } = await findTeam(managed, new Date());
  const isInTeam = teammates.some(({ userId }) => userId === user.userId);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="team" intro={texts.intro} />
      <Card title={texts.people} id="people">
        <TeamList
          words={words}
          ownerEmail={ownerEmail}
          teammates={teammates.map((teammate) => {
            const { userId, email } = teammate;
            const other = teammate.role === "developer" ? "viewer" : "developer";
            return {
              ...teammate,
              isOneself: userId === user.userId,
              changeRole: isOwner ? changeRoleAction.bind(null, clientId, userId, email, other) : null,
              remove: isOwner ? removeAction.bind(null, clientId, userId, email) : null,
            };
          })}
        />
        {isInTeam ? (
          <PressForm action={leaveAction.bind(null, clientId)}>
            <Button variant="secondary">{texts.leave}</Button>
          </PressForm>
        ) : null}
        {isOwner ? null : <p className="text-sm text-fg-muted">{texts.onlyOwner}</p>}
      </Card>
      {invitations.length > 0 ? (
        <Card title={texts.invitations} id="invitations">
          <InvitationList
            words={words}
            invitations={invitations.map((invitation) => ({
              ...invitation,
              withdraw: isOwner ? withdrawAction.bind(null, clientId, invitation.email) : null,
            }))}
          />
        </Card>
      ) : null}
      {isOwner ? (
        <Card title={texts.invite} id="invite">
          <p className="max-w-measure text-sm text-fg-muted">{texts.inviteBody}</p>
          <InviteForm words={words} action={inviteAction.bind(null, clientId)} />
        </Card>
      ) : null}
    </>
  );
}
