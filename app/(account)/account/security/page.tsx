import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { needsProofFirst } from "@/lib/account/change-password";
import { getAccountOverview } from "@/lib/account/overview";
import { readOwnFactors } from "@/lib/account/own-factors";
import { nameToBrowser } from "@/lib/account/own-passkeys";
import { listOwnLinks } from "@/lib/account/own-upstreams";
import { listOwnRememberedBrowsers } from "@/lib/account/remembered-browsers";
import { getPageWords } from "@/lib/auth/page-words";
import { requireUser } from "@/lib/auth/require-user";
import { getLoginPath } from "@/lib/auth/return-to";
import { findMinPasswordLength } from "@/lib/auth/second-factor-rule";
import { AccountHeading } from "../_parts/account-heading";
import { accountMetadata } from "../metadata";
import { DevicesCard } from "./_parts/devices-card";
import { AuthenticatorCard, RecoveryCard } from "./_parts/factor-cards";
import { PasskeyCard } from "./_parts/passkey-card";
import { PasswordForm } from "./_parts/password-form";
import { RememberedCard } from "./_parts/remembered-card";
import { UpstreamCard } from "./_parts/upstream-card";
import { forgetBrowser, removePassword, removeUpstreamLink, signOutOthers, submitPassword } from "./actions";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.security.title);
};

export default async function SecurityPage() {
  const user = await requireUser("/account/security");
  const now = new Date();
  const { profile, appCount, sessionCount } = await getAccountOverview(user, now);
  const factors = await readOwnFactors(user);
  const words = await getPageWords();
  const texts = words.account.security;
  const changedAt = profile.passwordChangedAt;
  const isChangedSince = changedAt !== null && changedAt > profile.createdAt;
  const intro = !profile.hasPassword
    ? texts.noPassword
    : isChangedSince
      ? texts.changedOn(changedAt)
      : texts.neverChanged;
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <PasskeyCard
        words={words}
        factors={factors}
        now={now}
        signal={nameToBrowser(user)}
        removePassword={profile.hasPassword ? removePassword : null}
      />
      <UpstreamCard words={words} {...(await listOwnLinks(user))} now={now} remove={removeUpstreamLink} />
      <AuthenticatorCard words={words} factors={factors} now={now} />
      <RecoveryCard words={words} factors={factors} />
      <RememberedCard
        words={words}
        browsers={await listOwnRememberedBrowsers(user, now)}
        now={now}
        forget={forgetBrowser}
      />
      <DevicesCard words={words} otherCount={sessionCount - 1} signOutOthers={signOutOthers} />
      <Card title={texts.password} id="password" intro={intro}>
        {(await needsProofFirst(user, now)) ? (
          <>
            <p className="text-sm text-fg-muted">{texts.proveFirst}</p>
            <div>
              <LinkButton id="password-prove" href={getLoginPath("/account/security#password", { isFresh: true })}>
                {profile.hasPassword ? texts.change : texts.choose}
              </LinkButton>
            </div>
          </>
        ) : (
          <PasswordForm
            words={words}
            email={user.email}
            hasPassword={profile.hasPassword}
            minLength={await findMinPasswordLength()}
            action={submitPassword}
          />
        )}
        {appCount > 0 ? (
          <Note>
            <p>
              {texts.appsNote(appCount)} <a href="/account/apps">{texts.appsLink}</a>
            </p>
          </Note>
        ) : null}
      </Card>
    </>
  );
}
