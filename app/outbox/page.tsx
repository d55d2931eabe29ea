import type { Metadata } from "next";
import { headers } from "next/headers";
import { EmptyState } from "@/components/ui/empty-state";
import { PageShell } from "@/components/ui/page-shell";
import { readOutbox } from "@/lib/auth/outbox";
import { getPageWords } from "@/lib/auth/page-words";
import { getPageContext } from "@/lib/http/page-context";
import { answerNotFound } from "@/lib/http/page-status";
import NotFound from "../not-found";
import { MailList } from "./_parts/mail-list";

export async function generateMetadata(): Promise<Metadata> {
  const { common, auth } = await getPageWords();
  return { title: common.pageTitle(auth.outbox.title, (await getPageContext()).portalName) };
}

export default async function OutboxPage() {
  const mails = await readOutbox(await headers());
  if (!mails) {
    answerNotFound();
    return <NotFound />;
  }
  const words = await getPageWords();
  const texts = words.auth.outbox;
  return (
    <PageShell words={words} page={await getPageContext()}>
      <div className="mx-auto grid max-w-measure gap-6">
        <div className="grid gap-2">
          <h1 className="text-2xl font-heading">{texts.title}</h1>
          <p className="text-fg-muted">{texts.lead}</p>
        </div>
        {mails.length > 0 ? (
          <MailList words={words} mails={mails} />
        ) : (
          <EmptyState title={texts.empty}>{texts.emptyBody}</EmptyState>
        )}
      </div>
    </PageShell>
  );
}
