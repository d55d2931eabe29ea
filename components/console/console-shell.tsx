import type { ReactNode } from "react";
import { FlashStatus } from "@/components/ui/flash-status";
import { PageShell } from "@/components/ui/page-shell";
import type { ConsolePage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";

export interface ConsoleShellProps {
  console: Pick<ConsolePage, "page" | "user" | "flash">;
  sidebar?: ReactNode;
  children: ReactNode;
}

/** The frame of every page of the console. */
export function ConsoleShell({ console: { page, user, flash }, sidebar, children }: ConsoleShellProps) {
  const words = getWords();
  return (
    <PageShell
      page={page}
      sidebar={sidebar}
      actions={
        <>
          <a href="/console" aria-current="true" className="flex min-h-6 items-center font-semibold">
            {words.console.area}
          </a>
          <a href="/account" className="link flex min-h-6 items-center">
            {words.common.areas.account}
          </a>
          <span className="max-w-56 truncate text-fg-muted" title={words.common.signedInAs(user.email)}>
            {user.email}
          </span>
          <a href="/logout" className="link flex min-h-6 items-center">
            {words.common.signOut}
          </a>
        </>
      }
    >
      <div className={flash ? "mb-6" : undefined}>
        <FlashStatus flash={flash} />
      </div>
      <div className="grid gap-6">{children}</div>
    </PageShell>
  );
}
