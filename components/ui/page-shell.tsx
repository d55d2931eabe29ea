import clsx from "clsx";
import type { ReactNode } from "react";
import { getWords } from "@/lib/i18n/words";
import { PortalMark } from "./portal-mark";
import { type Theme, ThemeSwitch } from "./theme-switch";

/** What every page knows about the portal and the reader; `getPageContext()` of lib/http makes it. */
export interface PageContext {
  portalName: string;
  /** host (and port) of the issuer: part of the brand, always visible */
  issuerHost: string;
  theme: Theme;
  /** path and query of the page */
  path: string;
}

export interface PageShellProps {
  page: PageContext;
  children: ReactNode;
  /** right side of the top bar, such as the signed-in person and links */
  actions?: ReactNode;
  /** navigation of the area: above the content on small screens, left of it from 1024 px on */
  sidebar?: ReactNode;
  /** `auth`: one narrow column without any way out; `wide`: console and account */
  layout?: "auth" | "wide";
}

/** Top bar with the portal's name and host, skip link, content and footer. */
export function PageShell({ page, children, actions, sidebar, layout = "wide" }: PageShellProps) {
  const words = getWords().common;
  const isAuth = layout === "auth";
  const brand = (
    <>
      <PortalMark className="size-6 shrink-0" />
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
        {words.skipToContent}
      </a>
      <header className={clsx(!isAuth && "border-b border-border bg-surface")}>
        <div
          className={clsx(
            "mx-auto flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-3 sm:px-6",
            isAuth ? "max-w-auth sm:px-1 sm:pt-10" : "max-w-console min-h-14",
          )}
        >
          <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-3 gap-y-0.5">
            {isAuth ? (
              <span className="flex items-center gap-2.5">{brand}</span>
            ) : (
              <a href="/" className="flex min-h-9 items-center gap-2.5 rounded-small">
                {brand}
              </a>
            )}
            <span className="font-mono text-code wrap-anywhere text-fg-subtle">{page.issuerHost}</span>
          </div>
          {actions ? <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">{actions}</div> : null}
        </div>
      </header>
      <div className={clsx("mx-auto w-full flex-1", width, !isAuth && "px-4 py-6 sm:px-6 sm:py-8")}>
        {sidebar ? (
          <div className="grid gap-6 lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-10">
            <div>{sidebar}</div>
            <main id="main" tabIndex={-1} className="min-w-0">
              {children}
            </main>
          </div>
        ) : (
          <main id="main" tabIndex={-1} className="min-w-0">
            {children}
          </main>
        )}
      </div>
      <footer className={clsx("mx-auto w-full", width, !isAuth && "mt-8")}>
        <div
          className={clsx(
            "flex items-center justify-end gap-4 px-4 py-3 text-sm text-fg-subtle",
            isAuth ? "sm:px-1" : "border-t border-border sm:px-6",
          )}
        >
          <ThemeSwitch current={page.theme} returnTo={page.path} />
        </div>
      </footer>
    </div>
  );
}
