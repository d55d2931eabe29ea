import clsx from "clsx";
import { ChevronDown } from "lucide-react";
import type { Words } from "@/lib/i18n/words";
import { Avatar } from "./avatar";
import { languageProps, themeProps } from "./choice-props";
import { LanguageSwitch } from "./language-switch";
import type { Area, PageContext, SignedIn } from "./page-context";
import { ThemeSwitch } from "./theme-switch";

const MENU_ID = "account-menu";

const ROW_CLASS = "flex min-h-11 items-center rounded-small px-3 text-fg hover:bg-sunken sm:min-h-9";

export interface AccountMenuProps {
  words: Words;
  page: PageContext;
  user: SignedIn;
  area: Area | null;
}

/**
 * Who is signed in, and what concerns the whole portal: its areas, another account, the language, the colours, the way
 * out. A popover of the browser's own, which opens, closes and gives the focus back without JavaScript.
 */
export function AccountMenu({ words, page, user, area }: AccountMenuProps) {
  const texts = words.common;
  return (
    <>
      <button
        type="button"
        popoverTarget={MENU_ID}
        className="flex min-h-11 min-w-0 items-center gap-2 rounded-control py-0.5 ps-1 pe-2 hover:bg-sunken sm:min-h-9"
      >
        <Avatar name={user.name ?? user.email} src={user.picturePath} />
        <span className="sr-only">{texts.accountMenu}</span>
        <bdi className="max-w-56 min-w-0 truncate text-fg-muted max-md:sr-only">{user.email}</bdi>
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-fg-subtle" />
      </button>
      <div
        id={MENU_ID}
        popover="auto"
        className="account-menu w-72 max-w-[calc(100vw-2rem)] rounded-card border border-border bg-surface p-2 text-sm text-fg shadow-popup"
      >
        <div className="grid gap-0.5 border-b border-border px-3 pt-1 pb-3 wrap-anywhere">
          {user.name ? <bdi className="font-semibold">{user.name}</bdi> : null}
          <span className="text-fg-muted">{texts.signedInAs(user.email)}</span>
        </div>
        <ul className="grid border-b border-border py-2">
          {areasOf(user).map(({ name, href }) => (
            <li key={name}>
              <a
                href={href}
                aria-current={name === area ? "true" : undefined}
                className={clsx(ROW_CLASS, "aria-[current=true]:font-semibold")}
              >
                {texts.areas[name]}
              </a>
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap items-center justify-between gap-2 border-b border-border px-1 py-2">
          <LanguageSwitch {...languageProps(words, page)} />
          <ThemeSwitch {...themeProps(words, page)} />
        </div>
        <ul className="grid pt-2">
          <li>
            <a href="/choose" className={ROW_CLASS}>
              {texts.switchAccount}
            </a>
          </li>
          <li>
            <a href="/logout" className={ROW_CLASS}>
              {texts.signOut}
            </a>
          </li>
        </ul>
      </div>
    </>
  );
}

/** The areas of the portal that a person may open. */
export function areasOf({
  isAdmin,
  isSupport,
}: Pick<SignedIn, "isAdmin" | "isSupport">): { name: Area; href: string }[] {
  const forAll = [
    { name: "account", href: "/account" },
    { name: "console", href: "/console" },
  ] as const;
  if (isSupport) return [...forAll, { name: "admin", href: "/admin/users" }];
  return isAdmin ? [...forAll, { name: "admin", href: "/admin/clients" }] : [...forAll];
}
