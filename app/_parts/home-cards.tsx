import { AppWindow, ChevronRight, Inbox, type LucideIcon, ShieldCheck, UserRound } from "lucide-react";
import type { Words } from "@/lib/i18n/words";

function HomeCard({ href, icon: Icon, title, body }: { href: string; icon: LucideIcon; title: string; body: string }) {
  return (
    <li className="relative flex items-start gap-4 rounded-card border border-border bg-surface p-5 hover:border-border-control has-focus-visible:border-border-control">
      <Icon aria-hidden="true" className="mt-0.5 size-6 shrink-0 text-accent-fg" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold wrap-anywhere">
          <a href={href} className="rounded-small after:absolute after:inset-0 after:rounded-card">
            {title}
          </a>
        </h2>
        <p className="text-fg-muted">{body}</p>
      </div>
      <ChevronRight aria-hidden="true" className="mt-1 size-5 shrink-0 text-fg-subtle rtl:-scale-x-100" />
    </li>
  );
}

export interface HomeCardsProps {
  words: Words;
  isAdmin: boolean;
  /** may look after people, and is no administrator */
  isSupport: boolean;
  isOutboxOpen: boolean;
}

/** The areas of the portal. */
export function HomeCards({ words, isAdmin, isSupport, isOutboxOpen }: HomeCardsProps) {
  const texts = words.auth.home;
  return (
    <div className="grid gap-4">
      <ul className="grid gap-4 sm:grid-cols-2">
        <HomeCard href="/account" icon={UserRound} {...texts.account} />
        <HomeCard href="/console" icon={AppWindow} {...texts.console} />
        {isAdmin ? <HomeCard href="/admin/clients" icon={ShieldCheck} {...texts.admin} /> : null}
        {isSupport ? <HomeCard href="/admin/users" icon={ShieldCheck} {...texts.support} /> : null}
        {isOutboxOpen ? <HomeCard href="/outbox" icon={Inbox} {...texts.outbox} /> : null}
      </ul>
      <p className="flex flex-wrap gap-x-6 gap-y-1 text-sm">
        <a href="/docs" className="link inline-flex min-h-6 items-center">
          {words.docs.area}
        </a>
        <a href="/.well-known/openid-configuration" className="link inline-flex min-h-6 items-center">
          {texts.discovery}
        </a>
      </p>
    </div>
  );
}
