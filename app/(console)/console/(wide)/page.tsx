import { ConsoleAreas } from "@/components/console/console-areas";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Note } from "@/components/ui/note";
import { openActorPage } from "@/lib/auth/actor-page";
import { getPageWords } from "@/lib/auth/page-words";
import { mayRegisterApps } from "@/lib/clients/app-registrars";
import { findNewestOffersTo } from "@/lib/clients/hand-over";
import { listClients, SHOWN_STATUSES } from "@/lib/clients/list-clients";
import { listInvitationsTo } from "@/lib/clients/team";
import { consoleTitle } from "@/lib/console/console-page";
import { ClientFilter } from "./_parts/client-filter";
import { ClientList } from "./_parts/client-list";
import { restoreClientAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return consoleTitle(words.console.list.title, words.console.area);
};

interface ConsoleHomeProps {
  searchParams: Promise<{ q?: string | string[]; status?: string | string[] }>;
}

/** The apps of the person; everybody's for an administrator. */
export default async function ConsoleHome({ searchParams }: ConsoleHomeProps) {
  const words = await getPageWords();
  const texts = words.console.list;
  const opened = await openActorPage();
  const { q, status: wanted } = await searchParams;
  const query = typeof q === "string" ? q : "";
  const status = SHOWN_STATUSES.find((each) => each === wanted);
  const now = new Date();
  const { clients, total, deleted } = await listClients(opened.actor, { query, status }, now);
  const { offers, others } = await findNewestOffersTo(opened.actor, now);
  const invitations = await listInvitationsTo(opened.actor, now);
  const register = (await mayRegisterApps(opened.actor)) ? (
    <LinkButton href="/console/clients/new" variant="primary">
      {texts.register}
    </LinkButton>
  ) : null;
  const isFirst = total === 0 && !query && !status;
  return (
    <>
      {opened.user.isAdmin ? <ConsoleAreas words={words} current="apps" /> : null}
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
            {texts.title}
          </h1>
          <p className="max-w-measure text-fg-muted">{texts.intro}</p>
        </div>
        {isFirst ? null : register}
      </div>
      {offers.map(({ clientId, clientName }) => (
        <Note key={clientId}>
          <p>
            {words.console.handover.offeredToYou(clientName)}{" "}
            <a href={`/console/offers/${encodeURIComponent(clientId)}`}>{words.console.handover.look}</a>
          </p>
        </Note>
      ))}
      {invitations.map(({ clientId, clientName }) => (
        <Note key={clientId}>
          <p>
            {words.console.team.invitedToYou(clientName)}{" "}
            <a href={`/console/invitations/${encodeURIComponent(clientId)}`}>{words.console.team.look}</a>
          </p>
        </Note>
      ))}
      {others > 0 ? <Note>{words.console.handover.otherOffers(others)}</Note> : null}
      {isFirst ? (
        <EmptyState title={texts.emptyTitle} action={register}>
          {register ? texts.emptyHint : words.console.problems.administrators_register}
        </EmptyState>
      ) : (
        <>
          <ClientFilter words={words} query={query} status={status ?? ""} statuses={SHOWN_STATUSES} />
          {clients.length === 0 ? (
            <EmptyState title={texts.noMatch} action={<LinkButton href="/console">{texts.clear}</LinkButton>}>
              {texts.noMatchHint}
            </EmptyState>
          ) : (
            <ClientList
              words={words}
              clients={clients}
              showOwner={opened.user.isAdmin}
              now={now}
              restore={restoreClientAction}
            />
          )}
        </>
      )}
      {deleted > 0 && status !== "deleted" ? (
        <p className="text-sm text-fg-muted">
          {texts.deletedNotice(deleted)}{" "}
          <a href="/console?status=deleted" className="link">
            {texts.showDeleted}
          </a>
        </p>
      ) : null}
    </>
  );
}
