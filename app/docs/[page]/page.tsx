import type { Metadata } from "next";
import { getPageWords } from "@/lib/auth/page-words";
import { openReaderApps } from "@/lib/docs/open-reader-apps";
import { DOC_PAGES, docPath, findDocPage, listSections } from "@/lib/docs/pages";
import { getPageContext } from "@/lib/http/page-context";
import { answerNotFound } from "@/lib/http/page-status";
import { ShownBlock } from "../_parts/doc-blocks";
import { DocsMain } from "../_parts/docs-main";
import { ReaderApp } from "../_parts/reader-app";
import DocsNotFound from "../not-found";
import { ChangeList } from "./_parts/change-list";
import { EndpointList } from "./_parts/endpoint-list";
import { ErrorCatalogue } from "./_parts/error-catalogue";
import { LeakForm } from "./_parts/leak-form";

interface DocPageProps {
  params: Promise<{ page: string }>;
  searchParams: Promise<{ app?: string | string[]; sent?: string | string[] }>;
}

export async function generateMetadata({ params }: DocPageProps): Promise<Metadata> {
  const [{ common, docs }, { portalName }] = await Promise.all([getPageWords(), getPageContext()]);
  const name = findDocPage((await params).page);
  return { title: common.pageTitle((name ? docs.pages[name] : docs.notFound).title, docs.area, portalName) };
}

/** What follows the sections of the pages that list what the code declares. */
const lists = { endpoints: EndpointList, errors: ErrorCatalogue, changes: ChangeList, leaks: LeakForm } as const;

/** A page of the documentation: its sections, and the values of the reader's own app. */
export default async function DocPage({ params, searchParams }: DocPageProps) {
  const words = await getPageWords();
  const name = findDocPage((await params).page);
  if (!name) {
    answerNotFound();
    return (
      <DocsMain words={words} current={null}>
        <DocsNotFound />
      </DocsMain>
    );
  }
  const { app, sent } = await searchParams;
  const reader = await openReaderApps(typeof app === "string" ? app : null);
  const { title, lead } = words.docs.pages[name];
  const List = name in lists ? lists[name as keyof typeof lists] : null;
  return (
    <DocsMain words={words} current={name}>
      <div className="grid gap-2">
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
          {title}
        </h1>
        <p className="max-w-measure text-lg text-fg-muted">{lead}</p>
      </div>
      {DOC_PAGES[name].hasApp ? <ReaderApp words={words} apps={reader.apps} loginHref={reader.loginHref} /> : null}
      {listSections(name, words).map((section) => (
        <section key={section.id} aria-labelledby={section.id} className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <h2 id={section.id} className="text-xl font-semibold">
            {section.title}
          </h2>
          {section.text.map((paragraph) => (
            <p key={paragraph} className="max-w-measure">
              {paragraph}
            </p>
          ))}
          {section.blocks.map((block) => (
            <ShownBlock key={JSON.stringify(block)} words={words} block={block} app={reader.shown} />
          ))}
        </section>
      ))}
      {List ? <List words={words} isSent={sent !== undefined} /> : null}
      {DOC_PAGES[name].see.length > 0 ? (
        <section aria-labelledby="see" className="grid gap-2 border-t border-border pt-4">
          <h2 id="see" className="font-semibold">
            {words.docs.see}
          </h2>
          <ul className="flex flex-wrap gap-x-4 gap-y-1">
            {DOC_PAGES[name].see.map((other) => (
              <li key={other}>
                <a href={docPath(other)} className="link inline-flex min-h-6 items-center">
                  {words.docs.pages[other].title}
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </DocsMain>
  );
}
