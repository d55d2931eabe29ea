import type { ReactNode } from "react";
import { ConsoleShell } from "@/components/console/console-shell";
import { Nav } from "@/components/ui/nav";
import type { ConsolePage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";

export interface AdminShellProps {
  opened: ConsolePage;
  current: "clients" | "registration";
  title: ReactNode;
  intro?: ReactNode;
  /** above the heading, such as the way here */
  before?: ReactNode;
  /** right of the heading */
  aside?: ReactNode;
  children: ReactNode;
}

/** The frame of every page of the administration. */
export function AdminShell({ opened, current, title, intro, before, aside, children }: AdminShellProps) {
  const words = getWords().admin;
  return (
    <ConsoleShell console={opened} area="admin">
      <Nav
        direction="row"
        label={words.areas}
        items={[
          { href: "/admin/clients", label: words.clients.nav, isCurrent: current === "clients" },
          { href: "/admin/registration", label: words.tokens.nav, isCurrent: current === "registration" },
        ]}
      />
      {before}
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid min-w-0 gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
            {title}
          </h1>
          {intro ? <p className="max-w-measure text-fg-muted">{intro}</p> : null}
        </div>
        {aside}
      </div>
      {children}
    </ConsoleShell>
  );
}
