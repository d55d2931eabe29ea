import clsx from "clsx";
import type { AppView } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";

/** The app's own pages about what it does with people's data, shown even before they sign in. */
export function AppLinks({ words, app, className }: { words: Words; app: AppView; className?: string }) {
  const texts = words.auth.consent;
  const links = [
    { href: app.policyUri, label: texts.policy },
    { href: app.tosUri, label: texts.terms },
    { href: app.siteUri, label: texts.site },
  ].flatMap(({ href, label }) => (href ? [{ href, label }] : []));
  if (links.length === 0) return null;
  return (
    <p className={clsx("flex flex-wrap gap-x-4 gap-y-1", className)}>
      {links.map(({ href, label }) => (
        // A new window, because leaving this page would lose the request.
        <a
          key={label}
          href={href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="link inline-flex min-h-6 items-center"
        >
          {label}
        </a>
      ))}
    </p>
  );
}
