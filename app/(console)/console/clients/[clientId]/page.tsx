import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { getPageWords } from "@/lib/auth/page-words";
import { findClientOverview } from "@/lib/console/client-overview";
import type { ClientParams } from "@/lib/console/console-page";
import { clientTitle, openClientPage } from "@/lib/console/console-page";
import { listEndpoints } from "@/lib/console/endpoints";
import { ActivityCard } from "./_parts/activity-card";
import { ClientHeading } from "./_parts/client-heading";
import { ConnectCard } from "./_parts/connect-card";
import { ProblemList } from "./_parts/problem-list";
import { SetupCard } from "./_parts/setup-card";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.nav.overview, (await params).clientId);
}

/** One app: how to connect it, what is left to do, and what went wrong last. */
export default async function ClientPage({ params }: ClientParams) {
  const words = await getPageWords();
  const texts = words.console.overview;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const now = new Date();
  const overview = await findClientOverview(opened.managed, now);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="overview" />
      <div className="grid gap-6 @3xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid min-w-0 content-start gap-6">
          <WeakSignIns words={words} clientId={clientId} signIns={overview.weakSignIns} />
          <ConnectCard words={words} overview={overview} endpoints={listEndpoints()} now={now} />
          <Card
            title={texts.problems}
            aside={
              <a href={clientPath(clientId, "/events")} className="link">
                {texts.allEvents}
              </a>
            }
          >
            {overview.problems.length === 0 ? (
              <p className="text-sm text-fg-muted">{texts.noProblems}</p>
            ) : (
              <ProblemList
                words={words}
                problems={overview.problems}
                now={now}
                editorPath={clientPath(clientId, "/redirect-uris")}
              />
            )}
          </Card>
        </div>
        <div className="grid min-w-0 content-start gap-6">
          <SetupCard words={words} clientId={clientId} steps={overview.steps} />
          <ActivityCard words={words} overview={overview} now={now} />
        </div>
      </div>
    </>
  );
}
