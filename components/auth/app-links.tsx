import clsx from "clsx";
import type { AppView } from "@/lib/auth/consent-view";
import { getWords } from "@/lib/i18n/words";

/** The app's own pages about what it does with people's data: there before they sign in, too. */
export function AppLinks({ app, className }: { app: AppView; className?: string }) {
  const words = getWords().auth.consent;
  const links = [
    { href: app.policyUri, label: words.policy },
    { href: app.tosUri, label: words.terms },
    { href: app.siteUri, label: words.site },
  ].flatMap(({ href, label }) => (href ? [{ href, label }] : []));
  if (links.length === 0) return null;
  return (
    <p className={clsx("flex flex-wrap gap-x-4 gap-y-1", className)}>
      {links.map(({ href, label }) => (
        // A window of its own: leaving this page would lose the request.
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
