import type { ReactNode } from "react";
import { clientPath } from "@/components/console/client-path";
import { StatusBadge } from "@/components/console/status-badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Note } from "@/components/ui/note";
import type { ClientPage } from "@/lib/console/console-page";
import type { Words } from "@/lib/i18n/words";

export type ClientSection =
  | "overview"
  | "quickstart"
  | "playground"
  | "credentials"
  | "redirectUris"
  | "scopes"
  | "branding"
  | "usage"
  | "events"
  | "signals"
  | "team"
  | "settings";

export interface ClientHeadingProps {
  words: Words;
  opened: Pick<ClientPage, "client" | "status">;
  section: ClientSection;
  /** of a page below the section's own */
  page?: { name: string; title: string; sectionHref: string };
  intro?: ReactNode;
}

/** The start of every page about one client: the way here, its name and state. */
export function ClientHeading({ words, opened, section, page, intro }: ClientHeadingProps) {
  const texts = words.console;
  const { client, status } = opened;
  const isOverview = section === "overview";
  const title = isOverview ? client.name : (page?.title ?? texts.nav[section]);
  return (
    <>
      <div className="grid gap-3">
        <Breadcrumb
          label={texts.breadcrumb}
          items={[
            { href: "/console", label: texts.apps },
            ...(isOverview
              ? [{ label: client.name }]
              : [
                  { href: clientPath(client.clientId), label: client.name },
                  ...(page ? [{ href: page.sectionHref, label: texts.nav[section] }] : []),
                  { label: page?.name ?? title },
                ]),
          ]}
        />
        <div className="grid min-w-0 gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
            {title}
          </h1>
          {isOverview ? (
            <p className="flex flex-wrap items-center gap-2 text-sm text-fg-muted">
              <StatusBadge words={words} status={status} />
              {texts.kinds[client.kind].title}
            </p>
          ) : null}
        </div>
        {intro ? <p className="max-w-measure text-fg-muted">{intro}</p> : null}
      </div>
      {client.suspendedAt ? (
        <Note tone="warning">
          <p>
            {texts.suspendedNote}{" "}
            {section === "settings" ? null : (
              <a href={clientPath(client.clientId, "/settings")}>{texts.goToSettings}</a>
            )}
          </p>
        </Note>
      ) : null}
    </>
  );
}
