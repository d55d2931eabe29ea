import { Card } from "@/components/console/card";
import { LinkButton } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { auditFilterSchema, checkNewestEvents, listAuditEvents, MOST_EXPORTED } from "@/lib/admin/audit-log";
import { getPageWords } from "@/lib/auth/page-words";
import { AdminHeading } from "../_parts/admin-heading";
import { AuditFilterForm } from "./_parts/audit-filter";
import { AuditTable } from "./_parts/audit-table";
import { ChainState } from "./_parts/chain-state";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.audit.title);
};

const PATH = "/admin/audit";

/** The audit log, filtered by the address of the page, and whether it is as it was written. */
export default async function Audit({ searchParams }: { searchParams: Promise<Record<string, unknown>> }) {
  const words = await getPageWords();
  const texts = words.admin.audit;
  const { actor } = await openAdminPage();
  const filter = auditFilterSchema.parse(await searchParams);
  const [page, chain] = await Promise.all([listAuditEvents(actor, filter), checkNewestEvents(actor, new Date())]);
  const { events, next, isUnknownPerson } = page ?? { events: [], next: null, isUnknownPerson: false };
  const { before, ...kept } = filter;
  const asked = new URLSearchParams(Object.entries(kept).filter(([, text]) => text !== ""));
  const olderThan = new URLSearchParams([...asked, ["before", next?.before ?? ""]]);
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      {chain ? (
        <Card title={texts.chain.title} id="chain">
          <ChainState words={words} report={chain} />
        </Card>
      ) : null}
      <AuditFilterForm words={words} filter={filter} path={PATH} isFiltered={asked.size > 0} />
      {events.length === 0 ? (
        <EmptyState title={texts.none}>{isUnknownPerson ? texts.unknownPerson : texts.noneHint}</EmptyState>
      ) : (
        <AuditTable words={words} events={events} />
      )}
      <div className="flex flex-wrap items-center gap-3">
        {before ? <LinkButton href={`${PATH}?${asked}`}>{texts.newest}</LinkButton> : null}
        {next ? (
          <LinkButton href={`${PATH}?${olderThan}`}>{events.length === 0 ? texts.furtherBack : texts.older}</LinkButton>
        ) : null}
        {next && events.length === 0 ? <p className="text-sm text-fg-muted">{texts.partly(next.at)}</p> : null}
      </div>
      <div className="grid justify-items-start gap-2">
        <a href={`${PATH}/export?${asked}`} className="link min-h-6" download>
          {texts.export}
        </a>
        <p className="text-sm text-fg-muted">{texts.exportHint(MOST_EXPORTED)}</p>
      </div>
    </>
  );
}
