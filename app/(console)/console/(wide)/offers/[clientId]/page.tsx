import { cache } from "react";
import { Card } from "@/components/console/card";
import { PressForm } from "@/components/forms/press-form";
import { Button, LinkButton } from "@/components/ui/button";
import { openActorPage } from "@/lib/auth/actor-page";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { findOfferTo } from "@/lib/clients/hand-over";
import { consoleTitle } from "@/lib/console/console-page";
import { answerNotFound } from "@/lib/http/page-status";
import { acceptOfferAction, declineOfferAction } from "./actions";

interface Props {
  params: Promise<{ clientId: string }>;
}

/** The offer that the address names, if it is for the person who looks. */
const findOffer = cache(async (segment: string) => {
  const { actor } = await openActorPage();
  return await findOfferTo(actor, decodeURIComponent(segment), new Date());
});

export async function generateMetadata({ params }: Props) {
  const words = await getPageWords();
  const { pageTitle, overTitle } = words.console.handover;
  const offer = await findOffer((await params).clientId);
  return consoleTitle(offer ? pageTitle : overTitle, words.console.area);
}

/** An app that somebody offers to the person, who takes it or not. The mail about it leads here. */
export default async function Offer({ params }: Props) {
  const words = await getPageWords();
  const texts = words.console.handover;
  const { clientId: segment } = await params;
  const clientId = decodeURIComponent(segment);
  const offer = await findOffer(segment);
  if (!offer) {
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
  return (
    <>
      <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
        {texts.question(offer.clientName)}
      </h1>
      <Card title={texts.whatTitle}>
        <ul className="grid list-disc gap-1 ps-5 text-sm wrap-anywhere">
          {[texts.from(offer.fromEmail && decodeEmail(offer.fromEmail)), ...texts.what].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
        <p className="text-sm text-fg-muted">{texts.until(offer.expiresAt)}</p>
        <div className="flex flex-wrap gap-3">
          <PressForm action={acceptOfferAction.bind(null, clientId)}>
            <Button id="accept-offer" variant="primary">
              {texts.accept}
            </Button>
          </PressForm>
          <PressForm action={declineOfferAction.bind(null, clientId)}>
            <Button variant="secondary">{texts.decline}</Button>
          </PressForm>
        </div>
      </Card>
    </>
  );
}
