import type { Metadata } from "next";
import { AccountShell } from "@/components/account/account-shell";
import { Card } from "@/components/account/card";
import { PasswordForm } from "@/components/account/password-form";
import { Note } from "@/components/ui/note";
import { getAccountOverview } from "@/lib/account/overview";
import { requireUser } from "@/lib/auth/require-user";
import { readFlash } from "@/lib/http/flash";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";
import { accountMetadata } from "../metadata";
import { submitPassword } from "./actions";

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.security.title);

export default async function SecurityPage() {
  const user = await requireUser("/account/security");
  const [page, flash, { profile, appCount }] = await Promise.all([
    getPageContext(),
    readFlash(),
    getAccountOverview(user, new Date()),
  ]);
  const { account, common } = getWords();
  const words = account.security;
  const changedAt = profile.passwordChangedAt;
  const isChangedSince = changedAt !== null && changedAt > profile.createdAt;
  const intro = !profile.hasPassword
    ? words.noPassword
    : isChangedSince
      ? words.changedOn(changedAt)
      : words.neverChanged;
  return (
    <AccountShell
      page={page}
      flash={flash}
      current="security"
      email={user.email}
      title={words.title}
      intro={words.intro}
    >
      <Card title={words.password} id="password" intro={intro}>
        <PasswordForm
          email={user.email}
          hasPassword={profile.hasPassword}
          words={{
            current: words.current,
            next: words.next,
            nextHint: words.nextHint,
            endOthers: words.endOthers,
            endOthersHint: words.endOthersHint,
            change: words.change,
            reveal: common.reveal,
            errorSummary: common.errorSummary,
          }}
          action={submitPassword}
        />
        {appCount > 0 ? (
          <Note>
            <p>
              {words.appsNote(appCount)} <a href="/account/apps">{words.appsLink}</a>
            </p>
          </Note>
        ) : null}
      </Card>
    </AccountShell>
  );
}
