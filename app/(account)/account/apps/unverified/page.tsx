import type { Metadata } from "next";
import { PressForm } from "@/components/forms/press-form";
import { AppLogo } from "@/components/ui/app-logo";
import { Button, LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { summarizeAccess } from "@/lib/account/describe-access";
import { listUnverifiedApps } from "@/lib/account/unverified-apps";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { AccountHeading } from "../../_parts/account-heading";
import { accountMetadata } from "../../metadata";
import { AccessLine } from "../_parts/app-row";
import { removeUnverified } from "../actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.unverified.title);
};

/** Lists every app that nobody verified, and removes them all with one press. */
export default async function UnverifiedAppsPage() {
  const user = await requireUser("/account/apps/unverified");
  const words = await getPageWords();
  const texts = words.account.unverified;
  const { apps, matching } = await listUnverifiedApps(user, words, new Date());
  const more = matching - apps.length;
  if (apps.length === 0) {
    return (
      <>
        <AccountHeading title={texts.title} />
        <Note tone="info">{texts.none}</Note>
        <p>
          <LinkButton href="/account/apps">{words.account.apps.title}</LinkButton>
        </p>
      </>
    );
  }
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <ul aria-label={texts.listLabel} className="rounded-card border border-border bg-surface">
        {apps.map(({ app, logoSrc }) => (
          <li key={app.clientId} className="flex items-start gap-4 border-b border-border p-4 last:border-b-0 sm:px-5">
            <AppLogo name={app.name} src={logoSrc} />
            <div className="grid min-w-0 gap-1 wrap-anywhere">
              <p className="font-semibold">
                <a href={`/account/apps/${encodeURIComponent(app.clientId)}`} className="link">
                  {app.name}
                </a>
              </p>
              <p className="text-sm text-fg-muted">
                <AccessLine words={words} summary={summarizeAccess(app, words)} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      {more > 0 ? <p className="text-sm text-fg-muted">{texts.more(more)}</p> : null}
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/account/apps">{texts.keep}</LinkButton>
        <PressForm action={removeUnverified} heir="page-title">
          {apps.map(({ app }) => (
            <input key={app.clientId} type="hidden" name="client_id" value={app.clientId} />
          ))}
          <Button variant="danger">{texts.action(apps.length)}</Button>
        </PressForm>
      </div>
    </>
  );
}
