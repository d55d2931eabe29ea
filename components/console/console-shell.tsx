import type { ReactNode } from "react";
import { FlashStatus } from "@/components/ui/flash-status";
import { PageShell } from "@/components/ui/page-shell";
import type { ConsolePage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";

export interface ConsoleShellProps {
  console: Pick<ConsolePage, "page" | "user" | "flash">;
  sidebar?: ReactNode;
  /** which area the page is in */
  area?: "console" | "admin";
  children: ReactNode;
}

/** The frame of every page of the console and, for administrators, of the administration. */
export function ConsoleShell({
  console: { page, user, flash },
  sidebar,
  area = "console",
  children,
}: ConsoleShellProps) {
  const words = getWords();
  return (
    <PageShell
      page={page}
      sidebar={sidebar}
      actions={
        <>
          <AreaLink href="/console" label={words.console.area} isCurrent={area === "console"} />
          {user.isAdmin ? (
            <AreaLink href="/admin/clients" label={words.admin.area} isCurrent={area === "admin"} />
          ) : null}
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

function AreaLink({ href, label, isCurrent }: { href: string; label: string; isCurrent: boolean }) {
  return isCurrent ? (
    <a href={href} aria-current="true" className="flex min-h-6 items-center font-semibold">
      {label}
    </a>
  ) : (
    <a href={href} className="link flex min-h-6 items-center">
      {label}
    </a>
  );
}
