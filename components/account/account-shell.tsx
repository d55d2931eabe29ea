import { AppWindow, History, KeyRound, MonitorSmartphone, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { FlashStatus, type FlashStatusProps } from "@/components/ui/flash-status";
import { Nav } from "@/components/ui/nav";
import { type PageContext, PageShell } from "@/components/ui/page-shell";
import { getWords } from "@/lib/i18n/words";

const places = [
  { key: "profile", href: "/account", icon: UserRound },
  { key: "security", href: "/account/security", icon: KeyRound },
  { key: "sessions", href: "/account/sessions", icon: MonitorSmartphone },
  { key: "apps", href: "/account/apps", icon: AppWindow },
  { key: "activity", href: "/account/activity", icon: History },
] as const;

export type AccountPlace = (typeof places)[number]["key"];

export interface AccountShellProps extends FlashStatusProps {
  page: PageContext;
  current: AccountPlace;
  email: string;
  title: ReactNode;
  intro?: ReactNode;
  /** above the heading, such as the way back */
  before?: ReactNode;
  children: ReactNode;
}

/** The frame of every page of the account area: top bar, navigation, heading, and what the last action did. */
export function AccountShell({ page, current, email, title, intro, before, flash, children }: AccountShellProps) {
  const { account: words, common } = getWords();
  return (
    <PageShell
      page={page}
      actions={
        <>
          <span className="wrap-anywhere text-fg-muted">{common.signedInAs(email)}</span>
          <a href="/console" className="link inline-flex min-h-6 items-center">
            {common.areas.console}
          </a>
          <a href="/logout" className="link inline-flex min-h-6 items-center">
            {common.signOut}
          </a>
        </>
      }
      sidebar={
        <Nav
          label={words.nav.label}
          items={places.map(({ key, href, icon: Icon }) => ({
            href,
            label: words.nav[key],
            isCurrent: key === current,
            icon: <Icon aria-hidden="true" className="size-4.5 shrink-0" />,
          }))}
        />
      }
    >
      <div className="grid gap-6">
        <div className="grid gap-2">
          {before ? <div className="mb-1">{before}</div> : null}
          <h1 className="text-2xl font-[650] wrap-anywhere">{title}</h1>
          {intro ? <p className="max-w-measure text-fg-muted">{intro}</p> : null}
          <div className="has-[[role=status]>*]:mt-4">
            <FlashStatus flash={flash} />
          </div>
        </div>
        {children}
      </div>
    </PageShell>
  );
}
