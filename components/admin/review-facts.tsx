import { clientPath } from "@/components/console/client-shell";
import { AppLogo } from "@/components/ui/app-logo";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { ClientReview } from "@/lib/admin/review-clients";
import { getWords } from "@/lib/i18n/words";
import { ownerOf } from "./app-columns";

/** What people would see of the app, with its logo as it is now. */
export function ShownApp({ review, logoSrc }: { review: ClientReview; logoSrc: string | null }) {
  const words = getWords().admin.review;
  const { client, logo } = review;
  return (
    <>
      <div className="flex items-center gap-3">
        <AppLogo name={client.name} src={logoSrc} size="lg" />
        <p className="grid min-w-0">
          <span className="font-semibold wrap-anywhere">{client.name}</span>
          <span className="text-sm text-fg-muted wrap-anywhere">
            {client.publisher ? words.by(client.publisher) : words.noPublisher}
          </span>
        </p>
      </div>
      <p className="text-sm text-fg-muted wrap-anywhere">
        {logo === null ? words.noLogo : logo.sourceUri === null ? words.logoUploaded : words.logoFrom}{" "}
        {logo?.sourceUri ? <code>{logo.sourceUri}</code> : null}
      </p>
    </>
  );
}

/** What to look at before deciding. Addresses that the app chose are texts, not links: nobody should be led by them. */
export function ReviewFacts({ review }: { review: ClientReview }) {
  const words = getWords().admin;
  const { client } = review;
  const address = (value: string | null) =>
    value ? <code className="wrap-anywhere">{value}</code> : words.review.none;
  return (
    <>
      <DescriptionList
        items={[
          { term: words.review.clientId, description: <code>{client.clientId}</code> },
          { term: words.clients.owner, description: ownerOf(client) },
          { term: words.clients.made, description: <Time value={client.createdAt} format="date-time" /> },
          { term: words.review.site, description: address(client.clientUri) },
          { term: words.review.policy, description: address(client.policyUri) },
          { term: words.review.terms, description: address(client.tosUri) },
          { term: words.review.contacts, description: client.contacts.join(", ") || words.review.none },
          {
            term: words.review.redirectUris,
            description:
              client.redirectUris.length === 0 ? (
                words.clients.nowhere
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
            term: words.review.scopes,
            description: (
              <ul className="grid gap-1">
                {client.isSelfRegistered && !client.isTrusted ? <li>{words.review.anyScope}</li> : null}
                {review.scopes.map((scope) => (
                  <li key={scope.name}>
                    {scope.title} <code className="text-fg-muted">{scope.name}</code>
                  </li>
                ))}
              </ul>
            ),
          },
          { term: words.clients.people, description: words.review.people(review.people) },
          { term: words.clients.reports, description: words.review.reports(review.reports) },
        ]}
      />
      <p className="text-sm">
        <a href={clientPath(client.clientId)} className="link inline-flex min-h-6 items-center">
          {words.review.console}
        </a>
      </p>
    </>
  );
}
