import { type FormDestination, HiddenFields } from "@/components/auth/hidden-fields";
import { AppLogo } from "@/components/ui/app-logo";
import { Badge } from "@/components/ui/badge";
import { Button, LinkButton } from "@/components/ui/button";
import type { Words } from "@/lib/i18n/words";

/** An account of this browser, as a row shows it. */
export interface AccountRow {
  sessionId: string;
  name: string | null;
  email: string;
  isSignedIn: boolean;
}

export interface AccountListProps {
  words: Words;
  csrf: string;
  destination: FormDestination;
  accounts: AccountRow[];
  /** the sign-in page that keeps the request */
  anotherHref: string;
}

/** One button for each account of this browser, one to take it off the list, and one for another account. */
export function AccountList({ words, csrf, destination, accounts, anotherHref }: AccountListProps) {
  const texts = words.auth.choose;
  return (
    <form method="post" action="/choose/submit" className="grid gap-4">
      <HiddenFields csrf={csrf} destination={destination} />
      <ul className="grid gap-2">
        {accounts.map((account) => (
          <li key={account.sessionId} className="flex items-center gap-2">
            <button
              type="submit"
              name="account"
              value={account.sessionId}
              className="flex min-h-14 min-w-0 grow items-center gap-3 rounded-control border border-border-control bg-surface px-3 py-2 text-left hover:bg-sunken"
            >
              <AppLogo name={account.name ?? account.email} size="sm" />
              <span className="grid min-w-0 grow">
                {account.name ? (
                  <span className="font-semibold wrap-anywhere">
                    <bdi>{account.name}</bdi>
                  </span>
                ) : null}
                <span className="text-sm wrap-anywhere text-fg-muted">
                  <bdi>{account.email}</bdi>
                </span>
              </span>
              {account.isSignedIn ? null : <Badge className="shrink-0">{texts.signedOut}</Badge>}
            </button>
            <Button
              variant="quiet"
              size="lg"
              name="remove"
              value={account.sessionId}
              className="shrink-0"
              aria-label={texts.removeOf(account.email)}
            >
              {texts.remove}
            </Button>
          </li>
        ))}
      </ul>
      <LinkButton href={anotherHref} size="lg" isFullWidth>
        {texts.another}
      </LinkButton>
      <p className="text-sm text-fg-muted">{texts.removeHint}</p>
    </form>
  );
}
