import type { ReactNode } from "react";
import { ConsoleFrame, ConsoleMain } from "@/components/console/console-shell";
import { SectionNav } from "@/components/ui/section-nav";
import { getPageWords } from "@/lib/auth/page-words";
import { getCurrentUser } from "@/lib/auth/require-user";
import { readFlash } from "@/lib/forms/flash";
import { getPageContext } from "@/lib/http/page-context";
import { answerNotFound } from "@/lib/http/page-status";
import NotFound from "../../not-found";

/**
 * The frame of the administration. For everybody but administrators it answers 404; support has the pages about people.
 * Each page also checks who is signed in.
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const [page, user] = await Promise.all([getPageContext(), getCurrentUser()]);
  // The page leads a person who is not signed in to the sign-in page.
  if (!user) return children;
  // Support looks after people, and sees nothing else.
  if (!user.isAdmin && !(user.isSupport && /^\/admin\/users(\/[0-9a-f-]{36})?([?#]|$)/.test(page.path))) {
    answerNotFound();
    return <NotFound />;
  }
  const words = await getPageWords();
  const texts = words.admin;
  const areas = [
    { segment: "clients", href: "/admin/clients", label: texts.clients.nav },
    { segment: "users", href: "/admin/users", label: texts.people.nav },
    { segment: "groups", href: "/admin/groups", label: texts.groups.nav },
    { segment: "claims", href: "/admin/claims", label: texts.claims.nav },
    { segment: "sign-in", href: "/admin/sign-in", label: texts.upstreams.nav },
    { segment: "directories", href: "/admin/directories", label: texts.directories.nav },
    { segment: "audit", href: "/admin/audit", label: texts.audit.nav },
    { segment: "keys", href: "/admin/keys", label: texts.keys.nav },
    { segment: "registration", href: "/admin/registration", label: texts.tokens.nav },
    { segment: "settings", href: "/admin/settings", label: texts.settings.nav },
  ];
  return (
    <ConsoleFrame words={words} page={page} user={user} area="admin">
      <ConsoleMain flash={await readFlash()}>
        <SectionNav
          direction="row"
          label={texts.areas}
          items={areas.filter(({ segment }) => user.isAdmin || segment === "users")}
        />
        {children}
      </ConsoleMain>
    </ConsoleFrame>
  );
}
