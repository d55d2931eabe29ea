import type { Metadata } from "next";
import { getPageWords } from "@/lib/auth/page-words";
import { DOC_PAGE_NAMES, DOC_PAGES, type DocGroup, docPath } from "@/lib/docs/pages";
import { searchDocs } from "@/lib/docs/search";
import { getPageContext } from "@/lib/http/page-context";
import { DocsMain } from "./_parts/docs-main";
import { PlaceList } from "./_parts/place-list";

interface DocsSearchParams {
  searchParams: Promise<{ q?: string | string[] }>;
}

async function readQuery({ searchParams }: DocsSearchParams): Promise<string> {
  const { q } = await searchParams;
  return typeof q === "string" ? q.trim() : "";
}

export async function generateMetadata(props: DocsSearchParams): Promise<Metadata> {
  const [{ common, docs }, { portalName }] = await Promise.all([getPageWords(), getPageContext()]);
  const query = await readQuery(props);
  return { title: common.pageTitle(query, docs.area, portalName) };
}

/** The first page of the documentation: all pages, or what a search found. */
export default async function DocsPage(props: DocsSearchParams) {
  const words = await getPageWords();
  const query = await readQuery(props);
  const texts = words.docs;
  const groups = Object.entries(texts.groups) as [DocGroup, string][];
  const found = query === "" ? null : searchDocs(query, words);
  return (
    <DocsMain words={words} current={null} query={query}>
      <div className="grid gap-2">
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
          {texts.area}
        </h1>
        <p className="max-w-measure text-lg text-fg-muted">{texts.lead}</p>
      </div>
      {found ? <PlaceList words={words} query={query} places={found} /> : null}
      {groups.map(([group, title]) => (
        <section key={group} aria-labelledby={group} className="grid gap-3">
          <h2 id={group} className="text-lg font-semibold">
            {title}
          </h2>
          <ul className="grid gap-3 sm:grid-cols-2">
            {DOC_PAGE_NAMES.filter((name) => DOC_PAGES[name].group === group).map((name) => (
              <li
                key={name}
                className="relative grid content-start gap-1 rounded-card border border-border bg-surface p-4 hover:border-border-control has-focus-visible:border-border-control"
              >
                <a href={docPath(name)} className="link font-semibold after:absolute after:inset-0 after:rounded-card">
                  {texts.pages[name].title}
                </a>
                <p className="text-sm text-fg-muted">{texts.pages[name].lead}</p>
              </li>
            ))}
          </ul>
        </section>
      ))}
      <p className="text-sm">
        <a href="/docs/openapi.json" className="link inline-flex min-h-6 items-center">
          {texts.openapi}
        </a>{" "}
        <span className="text-fg-muted">{texts.openapiHint}</span>
      </p>
    </DocsMain>
  );
}
