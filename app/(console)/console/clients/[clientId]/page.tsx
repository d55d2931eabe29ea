import { notFound } from "next/navigation";
import { ActivityCard } from "@/components/console/activity-card";
import { Card } from "@/components/console/card";
import { ClientShell, clientPath } from "@/components/console/client-shell";
import { ConnectCard } from "@/components/console/connect-card";
import { ProblemList } from "@/components/console/problem-list";
import { SetupCard } from "@/components/console/setup-card";
import { WeakSignIns } from "@/components/console/weak-sign-ins";
import { findClientOverview } from "@/lib/console/client-overview";
import type { ClientParams } from "@/lib/console/console-page";
import { clientTitle, openClientPage } from "@/lib/console/console-page";
import { listEndpoints } from "@/lib/console/endpoints";
import { getWords } from "@/lib/i18n/words";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.nav.overview, (await params).clientId);
}

/** One app: how to connect it, what is left to do, and what went wrong last. */
export default async function ClientPage({ params }: ClientParams) {
  const words = getWords().console.overview;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const now = new Date();
  const overview = await findClientOverview(opened.actor, clientId, now);
  if (!overview) notFound();
  return (
    <ClientShell opened={opened} section="overview">
      <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_18rem]">
        <div className="grid min-w-0 content-start gap-6">
          <WeakSignIns clientId={clientId} signIns={overview.weakSignIns} />
          <ConnectCard overview={overview} endpoints={listEndpoints()} now={now} />
          <Card
            title={words.problems}
            aside={
              <a href={clientPath(clientId, "/events")} className="link">
                {words.allEvents}
              </a>
            }
          >
            {overview.problems.length === 0 ? (
              <p className="text-sm text-fg-muted">{words.noProblems}</p>
            ) : (
              <ProblemList problems={overview.problems} now={now} editorPath={clientPath(clientId, "/redirect-uris")} />
            )}
          </Card>
        </div>
        <div className="grid min-w-0 content-start gap-6">
          <SetupCard clientId={clientId} steps={overview.steps} />
          <ActivityCard overview={overview} now={now} />
        </div>
      </div>
    </ClientShell>
  );
}
