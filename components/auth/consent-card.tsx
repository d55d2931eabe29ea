import { AuthCard } from "@/components/ui/auth-card";
import { Note } from "@/components/ui/note";
import type { ConsentView } from "@/lib/auth/consent-view";
import { getWords } from "@/lib/i18n/words";
import { AppIdentity } from "./app-identity";
import { AppLinks } from "./app-links";
import { ConsentForm, type SentConsent } from "./consent-form";
import type { FormDestination } from "./hidden-fields";
import { ReportForm } from "./report-form";

export interface ConsentCardProps {
  view: ConsentView;
  csrf: string;
  destination: FormDestination;
  /** the sign-in page that keeps the request */
  switchHref: string;
  /** why the page came back */
  notice: string | null;
  sent: SentConsent | null;
  /** of a verified app, on this origin */
  logoSrc: string | null;
}

/** The consent page: who asks, on whose account, for what, and where it goes. */
export function ConsentCard({ view, csrf, destination, switchHref, notice, sent, logoSrc }: ConsentCardProps) {
  const words = getWords().auth.consent;
  return (
    <>
      <AuthCard
        eyebrow={<AppIdentity app={view.app} logoSrc={logoSrc} />}
        title={findTitle(view)}
        lead={
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
            <span className="min-w-0 wrap-anywhere">
              {words.signedInAs} <bdi className="font-semibold text-fg">{view.email}</bdi>
            </span>
            <a href={switchHref} className="link inline-flex min-h-6 items-center">
              {words.switchAccount}
            </a>
          </p>
        }
      >
        {notice ? <Note tone="info">{notice}</Note> : null}
        <ConsentForm view={view} csrf={csrf} destination={destination} sent={sent} />
      </AuthCard>
      <div className="grid gap-1 px-5 py-4 text-sm text-fg-muted sm:px-1">
        <p>
          {words.removeLead}{" "}
          <a href="/account/apps" target="_blank" rel="noopener noreferrer" className="link">
            {words.connectedApps}
          </a>
          {"."}
        </p>
        <AppLinks app={view.app} />
        <ReportForm csrf={csrf} destination={destination} />
      </div>
    </>
  );
}

function findTitle({ app, isSignInOnly, newCount }: ConsentView): string {
  const words = getWords().auth.consent;
  if (newCount > 0) return words.titleMore(app.name, newCount);
  return isSignInOnly ? words.titleSignIn(app.name) : words.title(app.name);
}
