import {
  Activity,
  BellRing,
  ChartNoAxesColumn,
  FlaskConical,
  KeyRound,
  LayoutDashboard,
  Link2,
  ListChecks,
  type LucideIcon,
  Palette,
  Rocket,
  Settings,
  Users,
} from "lucide-react";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { clientPath } from "@/components/console/client-path";
import { ConsoleMain } from "@/components/console/console-shell";
import { AppLogo } from "@/components/ui/app-logo";
import { Note } from "@/components/ui/note";
import { SectionNav } from "@/components/ui/section-nav";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { type ClientParams, findClientPage } from "@/lib/console/console-page";
import { readFlash } from "@/lib/forms/flash";
import { PATH_HEADER } from "@/lib/http/page-path";
import { answerNotFound } from "@/lib/http/page-status";
import ConsoleNotFound from "../../not-found";
import type { ClientSection } from "./_parts/client-heading";

const sections: readonly { section: ClientSection; segment: string | null; icon: LucideIcon }[] = [
  { section: "overview", segment: null, icon: LayoutDashboard },
  { section: "quickstart", segment: "quickstart", icon: Rocket },
  { section: "playground", segment: "playground", icon: FlaskConical },
  { section: "credentials", segment: "credentials", icon: KeyRound },
  { section: "redirectUris", segment: "redirect-uris", icon: Link2 },
  { section: "scopes", segment: "scopes", icon: ListChecks },
  { section: "branding", segment: "branding", icon: Palette },
  { section: "usage", segment: "usage", icon: ChartNoAxesColumn },
  { section: "events", segment: "events", icon: Activity },
  { section: "signals", segment: "signals", icon: BellRing },
  { section: "team", segment: "team", icon: Users },
  { section: "settings", segment: "settings", icon: Settings },
];

/** Sections whose forms all change the app; those of the others search and filter. */
const CHANGING = ["credentials", "redirect-uris", "scopes", "branding", "signals", "settings"];

/** Whether the page that is asked for is of one of them. */
async function isAboutChanges(): Promise<boolean> {
  const [, , , , segment = ""] = ((await headers()).get(PATH_HEADER) ?? "").split(/[/?]/);
  return CHANGING.includes(segment);
}

/** The frame of every page about one client: its name, its sections, and what the last action did. */
export default async function ClientLayout({ params, children }: ClientParams & { children: ReactNode }) {
  const opened = await findClientPage((await params).clientId);
  if (!opened) {
    answerNotFound();
    return <ConsoleNotFound />;
  }
  const { client, managed } = opened;
  const words = await getPageWords();
  const texts = words.console;
  return (
    <ConsoleMain
      flash={await readFlash()}
      sidebar={
        <aside aria-label={texts.nav.area} className="grid gap-4">
          <a href={clientPath(client.clientId)} className="flex min-w-0 items-center gap-3 rounded-control">
            <AppLogo name={client.name} size="sm" />
            <span className="min-w-0 font-semibold wrap-anywhere">{client.name}</span>
          </a>
          <SectionNav
            label={texts.nav.label}
            items={sections
              .filter(({ section }) => section !== "redirectUris" || client.kind !== "service")
              .map(({ section, segment, icon: Icon }) => ({
                segment,
                href: clientPath(client.clientId, segment === null ? "" : `/${segment}`),
                label: texts.nav[section],
                icon: <Icon aria-hidden="true" className="size-4 shrink-0" />,
              }))}
          />
        </aside>
      }
    >
      {managed.role === "viewer" ? (
        <>
          <Note>{texts.team.mayOnlySee(client.ownerEmail && decodeEmail(client.ownerEmail))}</Note>
          {/* The use cases refuse a viewer; here the browser already does. */}
          <fieldset disabled={await isAboutChanges()} className="contents">
            {children}
          </fieldset>
        </>
      ) : (
        children
      )}
    </ConsoleMain>
  );
}
