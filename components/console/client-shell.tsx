import {
  ChartNoAxesColumn,
  KeyRound,
  LayoutDashboard,
  Link2,
  ListChecks,
  type LucideIcon,
  Palette,
  Settings,
} from "lucide-react";
import type { ReactNode } from "react";
import { AppLogo } from "@/components/ui/app-logo";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Nav } from "@/components/ui/nav";
import { Note } from "@/components/ui/note";
import type { ClientPage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";
import { ConsoleShell } from "./console-shell";
import { StatusBadge } from "./status-badge";

export type ClientSection = "overview" | "credentials" | "redirectUris" | "scopes" | "branding" | "events" | "settings";

const sections: readonly { section: ClientSection; path: string; icon: LucideIcon }[] = [
  { section: "overview", path: "", icon: LayoutDashboard },
  { section: "credentials", path: "/credentials", icon: KeyRound },
  { section: "redirectUris", path: "/redirect-uris", icon: Link2 },
  { section: "scopes", path: "/scopes", icon: ListChecks },
  { section: "branding", path: "/branding", icon: Palette },
  { section: "events", path: "/events", icon: ChartNoAxesColumn },
  { section: "settings", path: "/settings", icon: Settings },
];

/** Where the pages of a client are. */
export function clientPath(clientId: string, path = ""): string {
  return `/console/clients/${encodeURIComponent(clientId)}${path}`;
}

export interface ClientShellProps {
  opened: ClientPage;
  section: ClientSection;
  /** right of the heading */
  aside?: ReactNode;
  intro?: ReactNode;
  children: ReactNode;
}

/** The frame of every page about one client: the way here, its name and state, and its sections. */
export function ClientShell({ opened, section, aside, intro, children }: ClientShellProps) {
  const words = getWords().console;
  const { client, status } = opened;
  const isOverview = section === "overview";
  const title = isOverview ? client.name : words.nav[section];
  return (
    <ConsoleShell
      console={opened}
      sidebar={
        <aside aria-label={words.nav.area} className="grid gap-4">
          <a href={clientPath(client.clientId)} className="flex min-w-0 items-center gap-3 rounded-control">
            <AppLogo name={client.name} size="sm" />
            <span className="min-w-0 font-semibold wrap-anywhere">{client.name}</span>
          </a>
          <Nav
            label={words.nav.label}
            items={sections
              .filter((each) => each.section !== "redirectUris" || client.kind !== "service")
              .map(({ section: name, path, icon: Icon }) => ({
                href: clientPath(client.clientId, path),
                label: words.nav[name],
                isCurrent: name === section,
                icon: <Icon aria-hidden="true" className="size-4" />,
              }))}
          />
        </aside>
      }
    >
      <div className="grid gap-3">
        <Breadcrumb
          label={words.breadcrumb}
          items={[
            { href: "/console", label: words.apps },
            ...(isOverview
              ? [{ label: client.name }]
              : [{ href: clientPath(client.clientId), label: client.name }, { label: title }]),
          ]}
        />
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
          <div className="grid min-w-0 gap-1.5">
            <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
              {title}
            </h1>
            {isOverview ? (
              <p className="flex flex-wrap items-center gap-2 text-sm text-fg-muted">
                <StatusBadge status={status} />
                {words.kinds[client.kind].title}
              </p>
            ) : null}
          </div>
          {aside}
        </div>
        {intro ? <p className="max-w-measure text-fg-muted">{intro}</p> : null}
      </div>
      {client.suspendedAt ? (
        <Note tone="warning">
          <p>
            {words.suspendedNote}{" "}
            {section === "settings" ? null : (
              <a href={clientPath(client.clientId, "/settings")}>{words.goToSettings}</a>
            )}
          </p>
        </Note>
      ) : null}
      {children}
    </ConsoleShell>
  );
}
