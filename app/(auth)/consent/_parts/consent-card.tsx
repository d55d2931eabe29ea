import clsx from "clsx";
import { AppLinks } from "@/components/auth/app-links";
import type { FormDestination } from "@/components/auth/hidden-fields";
import { AuthCard } from "@/components/ui/auth-card";
import { Avatar } from "@/components/ui/avatar";
import { Note } from "@/components/ui/note";
import { type ConsentView, describeTitle } from "@/lib/auth/consent-view";
import type { Words } from "@/lib/i18n/words";
import { AppIdentity } from "./app-identity";
import { ConsentForm, type SentConsent } from "./consent-form";
import { ReportForm } from "./report-form";

export interface ConsentCardProps {
  words: Words;
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
export function ConsentCard({ words, view, csrf, destination, switchHref, notice, sent, logoSrc }: ConsentCardProps) {
  const texts = words.auth.consent;
  return (
    <>
      <AuthCard
        eyebrow={<AppIdentity words={words} app={view.app} logoSrc={logoSrc} />}
        title={describeTitle(view, words)}
        lead={
          <p className={clsx("flex flex-wrap gap-x-2 text-sm", view.picturePath ? "items-center" : "items-baseline")}>
            {view.picturePath ? <Avatar name={view.email} src={view.picturePath} /> : null}
            <span className="min-w-0 wrap-anywhere">
              {texts.signedInAs} <bdi className="font-semibold text-fg">{view.email}</bdi>
            </span>
            <a href={switchHref} className="link inline-flex min-h-6 items-center">
              {texts.switchAccount}
            </a>
          </p>
        }
      >
        {notice ? <Note tone="info">{notice}</Note> : null}
        <ConsentForm words={words} view={view} csrf={csrf} destination={destination} sent={sent} />
      </AuthCard>
      <div className="grid gap-1 px-5 py-4 text-sm text-fg-muted sm:px-1">
        <p>
          {texts.removeLead}{" "}
          <a href="/account/apps" target="_blank" rel="noopener noreferrer" className="link">
            {texts.connectedApps}
          </a>
          {texts.removeEnd}
        </p>
        <AppLinks words={words} app={view.app} />
        <ReportForm words={words} csrf={csrf} destination={destination} />
      </div>
    </>
  );
}
