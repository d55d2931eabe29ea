import { ownerOf } from "@/components/admin/app-columns";
import { clientPath } from "@/components/console/client-path";
import { AppLogo } from "@/components/ui/app-logo";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { ClientReview } from "@/lib/admin/review-clients";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";

/** What people would see of the app, with its logo as it is now. */
export function ShownApp({ words, review, logoSrc }: { words: Words; review: ClientReview; logoSrc: string | null }) {
  const texts = words.admin.review;
  const { client, logo } = review;
  return (
    <>
      <div className="flex items-center gap-3">
        <AppLogo name={client.name} src={logoSrc} size="lg" />
        <p className="grid min-w-0">
          <span className="font-semibold wrap-anywhere">{client.name}</span>
          <span className="text-sm text-fg-muted wrap-anywhere">
            {client.publisher ? texts.by(client.publisher) : texts.noPublisher}
          </span>
        </p>
      </div>
      <p className="text-sm text-fg-muted wrap-anywhere">
        {logo === null ? texts.noLogo : logo.sourceUri === null ? texts.logoUploaded : texts.logoFrom}{" "}
        {logo?.sourceUri ? <code>{logo.sourceUri}</code> : null}
      </p>
    </>
  );
}

/** What to look at before deciding. Addresses that the app chose are texts, not links: nobody should be led by them. */
export function ReviewFacts({ words, review }: { words: Words; review: ClientReview }) {
  const texts = words.admin;
  const { client } = review;
  const address = (value: string | null) =>
    value ? <code className="wrap-anywhere">{value}</code> : texts.review.none;
  return (
    <>
      <DescriptionList
        items={[
          { term: texts.review.clientId, description: <code>{client.clientId}</code> },
          { term: texts.clients.owner, description: ownerOf(client, words) },
          { term: texts.clients.made, description: <Time words={words} value={client.createdAt} format="date-time" /> },
          { term: texts.review.site, description: address(client.clientUri) },
          { term: texts.review.policy, description: address(client.policyUri) },
          { term: texts.review.terms, description: address(client.tosUri) },
          { term: texts.review.contacts, description: client.contacts.join(", ") || texts.review.none },
          {
            term: texts.review.redirectUris,
            description:
              client.redirectUris.length === 0 ? (
                texts.clients.nowhere
              ) : (
                <ul className="grid gap-1">
                  {client.redirectUris.map((uri) => (
                    <li key={uri}>
                      <code className="wrap-anywhere">{uri}</code>
                    </li>
                  ))}
                </ul>
              ),
          },
          {
            term: texts.review.scopes,
            description: (
              <ul className="grid gap-1">
                {client.isSelfRegistered && !client.isTrusted ? <li>{texts.review.anyScope}</li> : null}
                {review.scopes.map((scope) => (
                  <li key={scope.name}>
                    {describeScope(scope, words).title} <code className="text-fg-muted">{scope.name}</code>
                  </li>
                ))}
              </ul>
            ),
          },
          { term: texts.clients.people, description: texts.review.people(review.people) },
          { term: texts.clients.reports, description: texts.review.reports(review.reports) },
        ]}
      />
      <p className="text-sm">
        <a href={clientPath(client.clientId)} className="link inline-flex min-h-6 items-center">
          {texts.review.console}
        </a>
      </p>
    </>
  );
}
