import clsx from "clsx";
import type { ReactNode } from "react";
import { Island } from "@/components/islands/island";
import type { Words } from "@/lib/i18n/words";
import { AccountMenu, areasOf } from "./account-menu";
import { languageProps, themeProps } from "./choice-props";
import { LanguageSwitch } from "./language-switch";
import type { Area, PageContext, SignedIn } from "./page-context";
import { PortalMark } from "./portal-mark";
import { ThemeSwitch } from "./theme-switch";

export interface PageFrameProps {
  words: Words;
  page: PageContext;
  /** for the top bar: their menu, and the areas that they may open; null: nobody, or a page that shows no one */
  user?: SignedIn | null;
  /** which area the page is in */
  area?: Area | null;
  /** `auth`: one narrow column without any way out; `wide`: console and account */
  layout?: "auth" | "wide";
  /** a `PageMain` */
  children: ReactNode;
}

/** What is around the content of a page: skip link, top bar with the portal's name and host, and footer. */
export function PageFrame({ words, page, children, user = null, area = null, layout = "wide" }: PageFrameProps) {
  const texts = words.common;
  const isAuth = layout === "auth";
  const brand = (
    <>
      <PortalMark src={page.logoSrc} className="size-6 shrink-0" />
      <span className="font-semibold">{page.portalName}</span>
    </>
  );
  const width = isAuth ? "max-w-auth" : "max-w-console";
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#main"
        className="sr-only z-40 rounded-control bg-surface px-4 py-2 font-semibold text-accent-fg focus:not-sr-only focus:absolute focus:inset-s-2 focus:top-2"
      >
        {texts.skipToContent}
      </a>
      <header className={clsx(!isAuth && "border-b border-border bg-surface")}>
        <div
          className={clsx(
            "mx-auto flex flex-wrap items-center justify-between gap-x-4 px-4 sm:px-6",
            isAuth ? "max-w-auth py-3 sm:px-1 sm:pt-10" : "max-w-console min-h-14 py-2",
          )}
        >
          <div className="flex min-w-0 flex-1 basis-48 flex-wrap items-center justify-between gap-x-3 gap-y-0.5">
            {isAuth ? (
              <span className="flex items-center gap-2.5">{brand}</span>
            ) : (
              <a href="/" className="flex min-h-11 items-center gap-2.5 rounded-small sm:min-h-9">
                {brand}
              </a>
            )}
            <span className="font-mono text-code wrap-anywhere text-fg-subtle">{page.issuerHost}</span>
          </div>
          {user ? (
            <div className="flex min-w-0 flex-wrap items-center justify-end gap-x-4 text-sm">
              <AreaLinks words={words} user={user} current={area} />
              <AccountMenu words={words} page={page} user={user} area={area} />
            </div>
          ) : null}
        </div>
      </header>
      <div className={clsx("mx-auto w-full flex-1", width, !isAuth && "px-4 py-6 sm:px-6 sm:py-8")}>{children}</div>
      <footer className={clsx("mx-auto w-full", width, !isAuth && "mt-8")}>
        <div
          className={clsx(
            "flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-4 py-3 text-sm text-fg-subtle",
            isAuth ? "sm:px-1" : "border-t border-border sm:px-6",
          )}
        >
          {page.languages.length > 1 ? (
            <Island
              name="LanguageSwitch"
              of={LanguageSwitch}
              props={{ ...languageProps(words, page), className: "-ms-2" }}
            />
          ) : null}
          <Island name="ThemeSwitch" of={ThemeSwitch} props={themeProps(words, page)} />
          <FootLinks words={words} links={page.links} hasDocs={area === "console"} />
        </div>
      </footer>
    </div>
  );
}

/** What the operator publishes about the portal, and the documentation for developers. */
function FootLinks({ words, links, hasDocs }: { words: Words; links: PageContext["links"]; hasDocs: boolean }) {
  const texts = words.common.foot;
  const published = (["terms", "privacy", "support"] as const).flatMap((name) => {
    const href = links[name];
    return href ? [{ href, label: texts[name] }] : [];
  });
  const shown = hasDocs ? [{ href: "/docs", label: words.docs.area }, ...published] : published;
  if (shown.length === 0) return null;
  return (
    <nav aria-label={texts.label} className="basis-full">
      <ul className="flex flex-wrap gap-x-4">
        {shown.map(({ href, label }) => (
          <li key={href}>
            <a href={href} className="link inline-flex min-h-6 items-center">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The areas in the top bar, where there is room for them: the menu has them too. */
function AreaLinks({ words, user, current }: { words: Words; user: SignedIn; current: Area | null }) {
  const texts = words.common.areas;
  return (
    <nav aria-label={texts.label} className="max-lg:hidden">
      <ul className="flex flex-wrap items-center gap-x-4">
        {areasOf(user).map(({ name, href }) => (
          <li key={name}>
            <a
              href={href}
              aria-current={name === current ? "true" : undefined}
              className={clsx("flex min-h-6 items-center", name === current ? "font-semibold" : "link")}
            >
              {texts[name]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

export interface PageMainProps {
  /** navigation of the area: above the content on small screens, left of it from 1024 px on */
  sidebar?: ReactNode;
  children: ReactNode;
}

/** The content of a page, whose parts fit its width, and the navigation beside it. */
export function PageMain({ sidebar, children }: PageMainProps) {
  const main = (
    <main id="main" tabIndex={-1} className="@container min-w-0">
      {children}
    </main>
  );
  if (!sidebar) return main;
  return (
    <div className="grid gap-6 lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-10">
      <div className="min-w-0">{sidebar}</div>
      {main}
    </div>
  );
}

/** A whole page. */
export function PageShell({ sidebar, children, ...frame }: PageFrameProps & PageMainProps) {
  return (
    <PageFrame {...frame}>
      <PageMain sidebar={sidebar}>{children}</PageMain>
    </PageFrame>
  );
}
