import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { ConnectedApp } from "@/lib/db/consents";
import { getWords } from "@/lib/i18n/words";

export interface AppFactsProps {
  app: ConnectedApp;
  /** hosts it may send people to */
  destinations: readonly string[];
  now: Date;
}

/** Who is behind an app, where it leads, and when it was allowed and used. */
export function AppFacts({ app, destinations, now }: AppFactsProps) {
  const { app: words, apps } = getWords().account;
  const links = [
    { label: words.site, href: app.clientUri },
    { label: words.policy, href: app.policyUri },
    { label: words.terms, href: app.tosUri },
  ];
  return (
    <DescriptionList
      items={[
        {
          term: words.publisher,
          description: (
            <>
              <p>{app.publisher ?? words.publisherUnknown}</p>
              <p className="text-fg-muted">{app.status === "verified" ? words.verifiedMeans : words.unverifiedMeans}</p>
            </>
          ),
        },
        {
          term: words.sendsYouTo,
          description:
            destinations.length > 0 ? (
              <ul>
                {destinations.map((host) => (
                  <li key={host}>
                    <bdi className="font-mono text-code">{host}</bdi>
                  </li>
                ))}
              </ul>
            ) : (
              words.sendsYouNowhere
            ),
        },
        { term: apps.allowed, description: <Time value={app.allowedAt} format="date-time" /> },
        {
          term: apps.lastUsed,
          description: app.lastUsedAt ? <Time value={app.lastUsedAt} format="relative" now={now} /> : apps.neverUsed,
        },
        ...links.flatMap(({ label, href }) =>
          href
            ? [
                {
                  term: label,
                  description: (
                    <a href={href} rel="noreferrer" className="link">
                      {href}
                    </a>
                  ),
                },
              ]
            : [],
        ),
      ]}
    />
  );
}
