import clsx from "clsx";
import { Button } from "@/components/ui/button";
import { controlClass, controlHeight } from "@/components/ui/field";
import type { AppOrder } from "@/lib/account/connected-apps";
import type { Words } from "@/lib/i18n/words";

export interface AppListControlsProps {
  words: Words;
  query: string;
  order: AppOrder;
  /** the address of the list in another order */
  hrefFor: (order: AppOrder) => string;
}

const ORDERS: readonly AppOrder[] = ["used", "name", "allowed"];

/** Search with a plain form, sort by links: both are in the address and work without JavaScript. */
export function AppListControls({ words, query, order, hrefFor }: AppListControlsProps) {
  const texts = words.account.apps;
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <search className="w-full max-w-sm">
        <form method="get" action="/account/apps" className="flex gap-2">
          <label htmlFor="q" className="sr-only">
            {texts.search}
          </label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={query}
            placeholder={texts.search}
            className={clsx(controlClass, controlHeight.md)}
          />
          {order === "used" ? null : <input type="hidden" name="sort" value={order} />}
          <Button variant="secondary">{texts.searchAction}</Button>
        </form>
      </search>
      <div className="flex flex-wrap items-center gap-x-1 gap-y-1 text-sm">
        <span id="sort-label" className="pe-2 text-fg-muted">
          {texts.sort}
        </span>
        <ul aria-labelledby="sort-label" className="flex flex-wrap gap-1">
          {ORDERS.map((each) => (
            <li key={each}>
              <a
                href={hrefFor(each)}
                aria-current={each === order ? "true" : undefined}
                className="inline-flex min-h-11 items-center rounded-control px-2.5 text-accent-fg hover:bg-accent-soft hover:text-accent-soft-fg aria-[current=true]:bg-accent-soft aria-[current=true]:font-semibold aria-[current=true]:text-accent-soft-fg sm:min-h-9"
              >
                {texts.sortBy[each]}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
