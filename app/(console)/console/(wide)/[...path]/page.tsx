import { openActorPage } from "@/lib/auth/actor-page";
import { answerNotFound } from "@/lib/http/page-status";
import WideNotFound from "../not-found";

export { generateMetadata } from "../not-found";

/** Every address below `/console` that no other page has. */
export default async function NoSuchConsolePage() {
  await openActorPage();
  answerNotFound();
  return <WideNotFound />;
}
