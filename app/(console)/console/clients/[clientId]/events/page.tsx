import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { ProblemList } from "@/components/console/problem-list";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { getPageWords } from "@/lib/auth/page-words";
import { findProblems } from "@/lib/console/client-problems";
import { findCodeProtection } from "@/lib/console/code-protection";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { ClientHeading } from "../_parts/client-heading";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.events.title, (await params).clientId);
}

type EventsProps = ClientParams & { searchParams: Promise<{ before?: string | string[] }> };

const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Refused requests of the app, with cause and remedy. */
export default async function Events({ params, searchParams }: EventsProps) {
  const words = await getPageWords();
  const texts = words.console.events;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const now = new Date();
  const { before: wanted } = await searchParams;
  const before = typeof wanted === "string" && EVENT_ID.test(wanted) ? wanted : undefined;
  const [found, protection] = await Promise.all([
    findProblems(opened.managed, { before }, now),
    findCodeProtection(opened.managed, now),
  ]);
  const path = clientPath(clientId, "/events");
  return (
    <>
      <ClientHeading words={words} opened={opened} section="events" intro={texts.intro} />
      <WeakSignIns words={words} clientId={clientId} signIns={protection.weakSignIns} />
      {found.problems.length === 0 ? (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      ) : (
        <Card>
          <ProblemList
            words={words}
            problems={found.problems}
            now={now}
            editorPath={clientPath(clientId, "/redirect-uris")}
            isDetailed
          />
        </Card>
      )}
      <div className="flex gap-3">
        {before ? <LinkButton href={path}>{texts.newest}</LinkButton> : null}
        {found.older ? <LinkButton href={`${path}?before=${found.older}`}>{texts.older}</LinkButton> : null}
      </div>
    </>
  );
}
