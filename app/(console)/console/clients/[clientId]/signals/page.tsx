import { Card } from "@/components/console/card";
import { CopyValue } from "@/components/console/copy-value";
import { Note } from "@/components/ui/note";
import { getPageWords } from "@/lib/auth/page-words";
import { findStream } from "@/lib/clients/event-stream";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { getEnv } from "@/lib/env";
import { ClientHeading } from "../_parts/client-heading";
import { DeliveryLog } from "./_parts/delivery-log";
import { StreamForm } from "./_parts/stream-form";
import { saveStreamAction, sendAgainAction, sendAllAgainAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.nav.signals, (await params).clientId);
}

/** How the app is told that access, sessions and accounts ended, and what became of each event. */
export default async function Signals({ params }: ClientParams) {
  const words = await getPageWords();
  const texts = words.console.signals;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const found = await findStream(opened.managed);
  const isVerifying = found !== null && found.stream.verifiedAt === null;
  return (
    <>
      <ClientHeading words={words} opened={opened} section="signals" intro={texts.intro} />
      {isVerifying ? <Note tone="warning">{texts.verifying}</Note> : null}
      <Card title={texts.formTitle} id="stream">
        <StreamForm words={words} stream={found?.stream ?? null} action={saveStreamAction.bind(null, clientId)} />
      </Card>
      {found?.stream.delivery === "poll" ? (
        <Card title={texts.pollTitle} id="poll">
          <p className="mb-3 max-w-measure text-sm text-fg-muted">{texts.pollIntro}</p>
          <CopyValue words={words} name={texts.pollAddress} value={`${getEnv().issuer}/oauth/events`} />
        </Card>
      ) : null}
      {found ? (
        <Card title={texts.logTitle} id="log">
          <DeliveryLog
            words={words}
            deliveries={found.deliveries.map((delivery) => ({
              ...delivery,
              again: sendAgainAction.bind(null, clientId, delivery.eventId),
            }))}
            failed={found.failed}
            allAgain={sendAllAgainAction.bind(null, clientId)}
          />
        </Card>
      ) : null}
    </>
  );
}
