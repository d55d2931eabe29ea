import type { AppOrder } from "@/lib/account/connected-apps";
import type { Words } from "@/lib/i18n/words";

/** How the list is shown: it is all in the address. */
export interface Shown {
  query: string;
  order: AppOrder;
  onlyUnused: boolean;
}

/** The way to the page before and the page after. */
export function PageLinks({
  words,
  shown,
  number,
  count,
}: {
  words: Words;
  shown: Shown;
  number: number;
  count: number;
}) {
  if (count <= 1) return null;
  const texts = words.account.apps.pages;
  return (
    <nav aria-label={texts.label} className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      {number > 1 ? (
        <a href={listHref(shown, number - 1)} rel="prev" className="link inline-flex min-h-11 items-center">
          {texts.previous}
        </a>
      ) : null}
      <span>{texts.where(number, count)}</span>
      {number < count ? (
        <a href={listHref(shown, number + 1)} rel="next" className="link inline-flex min-h-11 items-center">
          {texts.next}
        </a>
      ) : null}
    </nav>
  );
}

/** The address of a page of the list. */
export function listHref({ query, order, onlyUnused }: Shown, number = 1): string {
  const parameters = new URLSearchParams({
    ...(query ? { q: query } : {}),
    ...(order === "used" ? {} : { sort: order }),
    ...(onlyUnused ? { unused: "" } : {}),
    ...(number > 1 ? { page: String(number) } : {}),
  }).toString();
  return parameters ? `/account/apps?${parameters}` : "/account/apps";
}
