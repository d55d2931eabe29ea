import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { getPageWords } from "@/lib/auth/page-words";
import { groupProblems, inspectRequests, requestFilterSchema, startOfTail } from "@/lib/clients/inspect-requests";
import { requestRetention } from "@/lib/clients/request-retention";
import { findCodeProtection } from "@/lib/console/code-protection";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { ClientHeading } from "../_parts/client-heading";
import { LiveTail } from "./_parts/live-tail";
import { ProblemGroups } from "./_parts/problem-groups";
import { RequestFilterForm } from "./_parts/request-filter";
import { RequestFlows } from "./_parts/request-flows";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.events.title, (await params).clientId);
}

type EventsProps = ClientParams & { searchParams: Promise<Record<string, unknown>> };

/** The requests of the app, flow by flow, and what was wrong with them. */
export default async function Events({ params, searchParams }: EventsProps) {
  const words = await getPageWords();
  const texts = words.console.events;
  const opened = await openClientPage((await params).clientId);
  const { managed } = opened;
  const { clientId } = opened.client;
  const now = new Date();
  const filter = requestFilterSchema.parse(await searchParams);
  const { before, ...kept } = filter;
  const asked = new URLSearchParams(Object.entries(kept).filter(([, text]) => text !== ""));
  const [{ requests, older }, problems, protection, retention] = await Promise.all([
    inspectRequests(managed, filter),
    before || filter.outcome === "ok" ? [] : groupProblems(managed, filter),
    findCodeProtection(managed, now),
    requestRetention(),
  ]);
  const path = clientPath(clientId, "/events");
  const here = (more: [string, string][] = []) => `${path}?${new URLSearchParams([...asked, ...more])}`;
  const newest = requests[0];
  const tail = startOfTail(requests, older === null);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="events" intro={texts.intro} />
      <WeakSignIns words={words} clientId={clientId} signIns={protection.weakSignIns} />
      {newest || asked.size > 0 ? (
        <RequestFilterForm words={words} filter={filter} path={path} isFiltered={asked.size > 0} />
      ) : null}
      {problems.length > 0 ? (
        <Card title={texts.problems} id="problems">
          <ProblemGroups words={words} groups={problems} clientId={clientId} now={now} />
        </Card>
      ) : null}
      {newest === undefined ? (
        <EmptyState title={asked.size > 0 ? texts.noMatch : texts.none}>
          {asked.size > 0 ? texts.noMatchHint : texts.noneHint}
        </EmptyState>
      ) : (
        <Card
          title={texts.requests}
          id="requests"
          aside={
            before ? null : (
              <LiveTail
                reload={texts.reload}
                href={here()}
                newerHref={`${path}/newer?${new URLSearchParams([...asked, ["after", tail.after], ["seen", String(tail.seen)]])}`}
              />
            )
          }
        >
          <RequestFlows words={words} requests={requests} path={path} isOneFlow={filter.flow !== ""} now={now} />
        </Card>
      )}
      <div className="flex flex-wrap gap-3">
        {before ? <LinkButton href={here()}>{texts.newest}</LinkButton> : null}
        {older ? <LinkButton href={here([["before", older]])}>{texts.older}</LinkButton> : null}
      </div>
      <div className="grid justify-items-start gap-2 text-sm">
        {newest ? (
          <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
            {texts.download}
            {(["csv", "jsonl"] as const).map((format) => (
              <a
                key={format}
                href={`${path}/export?${new URLSearchParams([...asked, ["format", format]])}`}
                className="link inline-flex min-h-6 items-center"
                download
              >
                {texts.formats[format]}
              </a>
            ))}
          </p>
        ) : null}
        <p className="max-w-measure text-fg-muted">{texts.retention(retention.days, retention.most)}</p>
      </div>
    </>
  );
}
