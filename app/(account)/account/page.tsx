import type { Metadata } from "next";
import { AccountShell } from "@/components/account/account-shell";
import { Card } from "@/components/account/card";
import { DetailsForm } from "@/components/account/details-form";
import { ProfileForm } from "@/components/account/profile-form";
import { Badge } from "@/components/ui/badge";
import { DescriptionList } from "@/components/ui/description-list";
import { getOwnDetails } from "@/lib/account/details";
import { getDetailGroups } from "@/lib/account/details-view";
import { getAccountOverview } from "@/lib/account/overview";
import { languages } from "@/lib/account/profile";
import { requireUser } from "@/lib/auth/require-user";
import { readFlash } from "@/lib/http/flash";
import { getPageContext } from "@/lib/http/page-context";
import { formatLanguage } from "@/lib/i18n/format-language";
import { getWords } from "@/lib/i18n/words";
import { decodeEmail } from "@/lib/oauth/punycode";
import { saveDetails, saveProfile } from "./actions";
import { accountMetadata } from "./metadata";

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.profile.title);

export default async function ProfilePage() {
  const user = await requireUser("/account");
  const { account, common } = getWords();
  const words = account.profile;
  const [page, flash, details, { profile, appCount, sessionCount }] = await Promise.all([
    getPageContext(),
    readFlash(),
    getOwnDetails(user),
    getAccountOverview(user, new Date()),
  ]);
  const choices = [
    { value: "", label: words.languageNone },
    ...languages.map((tag) => ({ value: tag as string, label: formatLanguage(tag) })),
  ];
  return (
    <AccountShell
      page={page}
      flash={flash}
      current="profile"
      email={user.email}
      title={words.title}
      intro={words.intro}
    >
      <Card title={words.about} id="about">
        <DescriptionList
          items={[
            {
              term: words.email,
              description: (
                <>
                  <span className="flex flex-wrap items-center gap-2">
                    {decodeEmail(profile.email)}
                    <Badge tone={profile.isEmailVerified ? "success" : "warning"}>
                      {profile.isEmailVerified ? words.emailConfirmed : words.emailUnconfirmed}
                    </Badge>
                  </span>
                  <span className="text-fg-muted">{words.emailHint}</span>
                </>
              ),
            },
          ]}
        />
        <ProfileForm
          initial={{ values: { name: profile.name ?? "", locale: profile.locale ?? "" }, errors: {} }}
          languages={choices}
          words={{
            name: words.name,
            nameHint: words.nameHint,
            language: words.language,
            languageHint: words.languageHint,
            save: words.save,
            errorSummary: common.errorSummary,
          }}
          action={saveProfile}
        />
      </Card>
      <Card title={account.details.title} id="details" intro={account.details.intro}>
        <DetailsForm
          initial={{ values: details, errors: {} }}
          groups={getDetailGroups()}
          words={{ save: account.details.save, errorSummary: common.errorSummary }}
          action={saveDetails}
        />
      </Card>
      <Card title={words.glance} id="glance">
        <ul className="grid gap-2 text-sm">
          <li>
            {words.appsCount(appCount)}{" "}
            <a href="/account/apps" className="link">
              {words.appsLink}
            </a>
          </li>
          <li>
            {words.sessionsCount(sessionCount)}{" "}
            <a href="/account/sessions" className="link">
              {words.sessionsLink}
            </a>
          </li>
          <li className="text-fg-muted">{words.joined(profile.createdAt)}</li>
        </ul>
      </Card>
    </AccountShell>
  );
}
