import { cache } from "react";
import { openActorPage } from "@/lib/auth/actor-page";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { findOfferTo } from "@/lib/clients/hand-over";
import { consoleTitle } from "@/lib/console/console-page";
import { answerNotFound } from "@/lib/http/page-status";
import { Question, QuestionOver } from "../../_parts/question";
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
    return <QuestionOver title={texts.overTitle} body={texts.overBody} toApps={texts.toApps} />;
  }
  const { clientName, fromEmail, expiresAt } = offer;
  return (
    <Question
      title={texts.question(clientName)}
      consequences={{
        title: texts.whatTitle,
        sentences: [texts.from(fromEmail && decodeEmail(fromEmail)), ...texts.what],
        until: texts.until(expiresAt),
      }}
      yes={{ id: "accept-offer", label: texts.accept, action: acceptOfferAction.bind(null, clientId) }}
      no={{ label: texts.decline, action: declineOfferAction.bind(null, clientId) }}
    />
  );
}
