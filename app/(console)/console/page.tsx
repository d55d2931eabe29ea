import { ClientFilter } from "@/components/console/client-filter";
import { ClientList } from "@/components/console/client-list";
import { ConsoleAreas } from "@/components/console/console-areas";
import { ConsoleShell } from "@/components/console/console-shell";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { consoleTitle, openConsolePage } from "@/lib/console/console-page";
import { listClients, shownStatuses } from "@/lib/console/list-clients";
import { getWords } from "@/lib/i18n/words";
import { restoreClientAction } from "./actions";

export const generateMetadata = () => consoleTitle(getWords().console.list.title, getWords().console.area);

interface ConsoleHomeProps {
  searchParams: Promise<{ q?: string | string[]; status?: string | string[] }>;
}

/** The apps of the person; everybody's for an administrator. */
export default async function ConsoleHome({ searchParams }: ConsoleHomeProps) {
  const words = getWords().console.list;
  const opened = await openConsolePage();
  const { q, status: wanted } = await searchParams;
  const query = typeof q === "string" ? q : "";
  const status = shownStatuses.find((each) => each === wanted);
  const now = new Date();
  const { clients, total, deleted } = await listClients(opened.actor, { query, status }, now);
  const register = (
    <LinkButton href="/console/clients/new" variant="primary">
      {words.register}
    </LinkButton>
  );
  const isFirst = total === 0 && !query && !status;
  return (
    <ConsoleShell console={opened}>
      {opened.user.isAdmin ? <ConsoleAreas current="apps" /> : null}
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
            {words.title}
          </h1>
          <p className="max-w-measure text-fg-muted">{words.intro}</p>
        </div>
        {isFirst ? null : register}
      </div>
      {isFirst ? (
        <EmptyState title={words.emptyTitle} action={register}>
          {words.emptyHint}
        </EmptyState>
      ) : (
        <>
          <ClientFilter query={query} status={status ?? ""} statuses={shownStatuses} />
          {clients.length === 0 ? (
            <EmptyState title={words.noMatch} action={<LinkButton href="/console">{words.clear}</LinkButton>}>
              {words.noMatchHint}
            </EmptyState>
          ) : (
            <ClientList clients={clients} showOwner={opened.user.isAdmin} now={now} restore={restoreClientAction} />
          )}
        </>
      )}
      {deleted > 0 && status !== "deleted" ? (
        <p className="text-sm text-fg-muted">
          {words.deletedNotice(deleted)}{" "}
          <a href="/console?status=deleted" className="link">
            {words.showDeleted}
          </a>
        </p>
      ) : null}
    </ConsoleShell>
  );
}
