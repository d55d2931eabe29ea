import { cache } from "react";
import { openActorPage } from "@/lib/auth/actor-page";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { findInvitationTo } from "@/lib/clients/team";
import { consoleTitle } from "@/lib/console/console-page";
import { answerNotFound } from "@/lib/http/page-status";
import { Question, QuestionOver } from "../../_parts/question";
import { acceptInvitationAction, declineInvitationAction } from "./actions";

interface Props {
  params: Promise<{ clientId: string }>;
}

/** The invitation that the address names, if it is for the person who looks. */
const findInvitation = cache(async (segment: string) => {
  const { actor } = await openActorPage();
  return await findInvitationTo(actor, decodeURIComponent(segment), new Date());
});

export async function generateMetadata({ params }: Props) {
  const words = await getPageWords();
  const { question, overTitle } = words.console.team;
  const invitation = await findInvitation((await params).clientId);
  return consoleTitle(invitation ? question(invitation.clientName) : overTitle, words.console.area);
}

/** An invitation to work on an app, which the person accepts or not. The mail about it leads here. */
export default async function Invitation({ params }: Props) {
  const words = await getPageWords();
  const texts = words.console.team;
  const { clientId: segment } = await params;
  const clientId = decodeURIComponent(segment);
  const invitation = await findInvitation(segment);
  if (!invitation) {
    answerNotFound();
    return <QuestionOver title={texts.overTitle} body={texts.overBody} toApps={texts.toApps} />;
  }
  const { clientName, ownerEmail, role, expiresAt } = invitation;
  return (
    <Question
      title={texts.question(clientName)}
      consequences={{
        title: texts.whatTitle,
        sentences: [texts.from(ownerEmail && decodeEmail(ownerEmail)), texts.what[role], texts.leaveLater],
        until: texts.until(expiresAt),
      }}
      yes={{ id: "accept-invitation", label: texts.accept, action: acceptInvitationAction.bind(null, clientId) }}
      no={{ label: texts.decline, action: declineInvitationAction.bind(null, clientId) }}
    />
  );
}
