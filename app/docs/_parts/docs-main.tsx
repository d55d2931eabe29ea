import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { PageMain } from "@/components/ui/page-shell";
import { DOC_PAGE_NAMES, DOC_PAGES, type DocGroup, type DocPageName, docPath } from "@/lib/docs/pages";
import { MAX_QUERY } from "@/lib/docs/search";
import type { Words } from "@/lib/i18n/words";

export interface DocsMainProps {
  words: Words;
  /** the page that is open; null: the first one */
  current: DocPageName | null;
  query?: string;
  children: ReactNode;
}

/** The content of a page of the documentation, with the search and the list of pages beside it. */
export function DocsMain({ words, current, query = "", children }: DocsMainProps) {
  return (
    <PageMain sidebar={<Sidebar words={words} current={current} query={query} />}>
      <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8">{children}</div>
    </PageMain>
  );
}

function Sidebar({ words, current, query }: Omit<DocsMainProps, "children">) {
  const texts = words.docs;
  return (
    <div className="grid gap-4">
      <search>
        <form action="/docs" method="get" className="flex flex-wrap items-end gap-2">
          <Field
            id="q"
            type="search"
            size="md"
            label={texts.search.label}
            defaultValue={query}
            maxLength={MAX_QUERY}
            autoComplete="off"
            className="min-w-0 flex-1 basis-32"
          />
          <Button>{texts.search.action}</Button>
        </form>
      </search>
      <nav aria-label={texts.pagesLabel} className="max-lg:hidden">
        <PageList words={words} current={current} />
      </nav>
      {current ? (
        <details className="rounded-control border border-border bg-surface lg:hidden">
          <summary className="flex min-h-11 items-center gap-2 px-3 text-sm font-semibold">
            <span aria-hidden="true" className="disclosure-marker rtl:-scale-x-100">
              ›
            </span>
            {texts.pagesLabel}
          </summary>
          <nav aria-label={texts.pagesLabel} className="border-t border-border p-3">
            <PageList words={words} current={current} />
          </nav>
        </details>
      ) : null}
    </div>
  );
}

/** Every page, by groups. */
export function PageList({ words, current }: Pick<DocsMainProps, "words" | "current">) {
  const texts = words.docs;
  const groups = Object.entries(texts.groups) as [DocGroup, string][];
  return (
    <ul className="grid gap-4 text-sm">
      {groups.map(([group, title]) => (
        <li key={group} className="grid gap-1">
          <span className="px-3 font-semibold">{title}</span>
          <ul>
            {DOC_PAGE_NAMES.filter((name) => DOC_PAGES[name].group === group).map((name) => (
              <li key={name}>
                <a
                  href={docPath(name)}
                  aria-current={name === current ? "page" : undefined}
                  className="flex min-h-11 items-center rounded-control border-s-[3px] border-transparent px-3 py-1 text-fg-muted hover:bg-sunken hover:text-fg aria-[current=page]:border-accent aria-[current=page]:bg-accent-soft aria-[current=page]:font-semibold aria-[current=page]:text-accent-soft-fg sm:min-h-9"
                >
                  {texts.pages[name].title}
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
