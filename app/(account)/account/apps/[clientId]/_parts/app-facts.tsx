import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import { type HistoryEntry, isShortened } from "@/lib/account/consent-history";
import { listDestinations } from "@/lib/account/describe-access";
import type { ConnectedApp } from "@/lib/db/people/consents";
import type { Words } from "@/lib/i18n/words";

export interface AppFactsProps {
  words: Words;
  app: ConnectedApp;
  /** what the person allowed it over time, the newest first */
  history: readonly HistoryEntry[];
  now: Date;
}

/** Who is behind an app, where it leads, and when it was allowed and used. */
export function AppFacts({ words, app, history, now }: AppFactsProps) {
  const { app: texts, apps } = words.account;
  const destinations = listDestinations(app.redirectUris);
  const links = [
    { label: texts.site, href: app.clientUri },
    { label: texts.policy, href: app.policyUri },
    { label: texts.terms, href: app.tosUri },
  ];
  return (
    <DescriptionList
      items={[
        {
          term: texts.publisher,
          description: (
            <>
              <p>{app.publisher ?? texts.publisherUnknown}</p>
              <p className="text-fg-muted">{app.status === "verified" ? texts.verifiedMeans : texts.unverifiedMeans}</p>
            </>
          ),
        },
        {
          term: texts.sendsYouTo,
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
              texts.sendsYouNowhere
            ),
        },
        {
          term: app.isOnce ? apps.once : apps.allowed,
          description: <Time words={words} value={app.allowedAt} format="date-time" />,
        },
        ...(app.expiresAt
          ? [
              {
                term: apps.ends,
                description: (
                  <>
                    <Time words={words} value={app.expiresAt} format="date-time" />
                    {isShortened(history) ? <p className="text-fg-muted">{texts.shortened}</p> : null}
                  </>
                ),
              },
            ]
          : []),
        {
          term: apps.lastUsed,
          description: app.lastUsedAt ? (
            <Time words={words} value={app.lastUsedAt} format="relative" now={now} />
          ) : (
            apps.neverUsed
          ),
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
