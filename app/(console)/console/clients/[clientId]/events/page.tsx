import { notFound } from "next/navigation";
import { Card } from "@/components/console/card";
import { ClientShell, clientPath } from "@/components/console/client-shell";
import { ProblemList } from "@/components/console/problem-list";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { findProblems } from "@/lib/console/client-problems";
import { findCodeProtection } from "@/lib/console/code-protection";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.events.title, (await params).clientId);
}

type EventsProps = ClientParams & { searchParams: Promise<{ before?: string | string[] }> };

const eventId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Refused requests of the app, with cause and remedy. */
export default async function Events({ params, searchParams }: EventsProps) {
  const words = getWords().console.events;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const now = new Date();
  const { before: wanted } = await searchParams;
  const before = typeof wanted === "string" && eventId.test(wanted) ? wanted : undefined;
  const [found, protection] = await Promise.all([
    findProblems(opened.actor, clientId, { before }, now),
    findCodeProtection(opened.actor, clientId, now),
  ]);
  if (!found) notFound();
  const path = clientPath(clientId, "/events");
  return (
    <ClientShell opened={opened} section="events" intro={words.intro}>
      <WeakSignIns clientId={clientId} signIns={protection?.weakSignIns ?? 0} />
      {found.problems.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <Card>
          <ProblemList
            problems={found.problems}
            now={now}
            editorPath={clientPath(clientId, "/redirect-uris")}
            isDetailed
          />
        </Card>
      )}
      <div className="flex gap-3">
        {before ? <LinkButton href={path}>{words.newest}</LinkButton> : null}
        {found.older ? <LinkButton href={`${path}?before=${found.older}`}>{words.older}</LinkButton> : null}
      </div>
    </ClientShell>
  );
}
