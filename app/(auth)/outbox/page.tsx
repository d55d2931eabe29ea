import type { Metadata } from "next";
import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { MailList } from "@/components/auth/mail-list";
import { EmptyState } from "@/components/ui/empty-state";
import { PageShell } from "@/components/ui/page-shell";
import { readOutbox } from "@/lib/auth/outbox";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";

export async function generateMetadata(): Promise<Metadata> {
  const { common, auth } = getWords();
  return { title: common.pageTitle(auth.outbox.title, (await getPageContext()).portalName) };
}

export default async function OutboxPage() {
  const mails = await readOutbox(await headers());
  if (!mails) notFound();
  const words = getWords().auth.outbox;
  return (
    <PageShell page={await getPageContext()}>
      <div className="mx-auto grid max-w-measure gap-6">
        <div className="grid gap-2">
          <h1 className="text-2xl font-heading">{words.title}</h1>
          <p className="text-fg-muted">{words.lead}</p>
        </div>
        {mails.length > 0 ? <MailList mails={mails} /> : <EmptyState title={words.empty}>{words.emptyBody}</EmptyState>}
      </div>
    </PageShell>
  );
}
