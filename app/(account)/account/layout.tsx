import { AppWindow, Archive, History, KeyRound, MonitorSmartphone, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { PageShell } from "@/components/ui/page-shell";
import { SectionNav } from "@/components/ui/section-nav";
import { getPageWords } from "@/lib/auth/page-words";
import { getCurrentUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";

const places = [
  { segment: null, name: "profile", href: "/account", icon: UserRound },
  { segment: "security", name: "security", href: "/account/security", icon: KeyRound },
  { segment: "sessions", name: "sessions", href: "/account/sessions", icon: MonitorSmartphone },
  { segment: "apps", name: "apps", href: "/account/apps", icon: AppWindow },
  { segment: "activity", name: "activity", href: "/account/activity", icon: History },
  { segment: "data", name: "data", href: "/account/data", icon: Archive },
] as const;

/** The frame of the account area: top bar and navigation. Each page asks itself who is signed in. */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  const [page, user] = await Promise.all([getPageContext(), getCurrentUser()]);
  const words = await getPageWords();
  const { account: texts } = words;
  if (!user) return children;
  return (
    <PageShell
      words={words}
      page={page}
      user={user}
      area="account"
      sidebar={
        <SectionNav
          label={texts.nav.label}
          items={places.map(({ segment, name, href, icon: Icon }) => ({
            segment,
            href,
            label: texts.nav[name],
            icon: <Icon aria-hidden="true" className="size-4.5 shrink-0" />,
          }))}
        />
      }
    >
      <div className="grid gap-6">{children}</div>
    </PageShell>
  );
}
