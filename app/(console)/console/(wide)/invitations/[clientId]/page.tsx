import { cache } from "react";
import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { openActorPage } from "@/lib/auth/actor-page";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { findInvitationTo } from "@/lib/clients/team";
import { consoleTitle } from "@/lib/console/console-page";
import { answerNotFound } from "@/lib/http/page-status";
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
    return (
      <>
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
          {texts.overTitle}
        </h1>
        <p className="max-w-measure text-fg-muted">{texts.overBody}</p>
        <div>
          <LinkButton href="/console">{texts.toApps}</LinkButton>
        </div>
      </>
    );
  }
  const { ownerEmail, role } = invitation;
  return (
    <>
      <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
        {texts.question(invitation.clientName)}
      </h1>
      <Card title={texts.whatTitle}>
        <ul className="grid list-disc gap-1 ps-5 text-sm wrap-anywhere">
          {[texts.from(ownerEmail && decodeEmail(ownerEmail)), texts.what[role], texts.leaveLater].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="text-sm text-fg-muted">{texts.until(invitation.expiresAt)}</p>
        <div className="flex flex-wrap gap-3">
          <PressForm action={acceptInvitationAction.bind(null, clientId)}>
            <Button id="accept-invitation" variant="primary">
              {texts.accept}
            </Button>
          </PressForm>
          <PressForm action={declineInvitationAction.bind(null, clientId)}>
            <Button variant="secondary">{texts.decline}</Button>
          </PressForm>
        </div>
      </Card>
    </>
  );
}
