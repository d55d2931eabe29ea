import type { Metadata } from "next";
import { Card } from "@/components/account/card";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { DescriptionList } from "@/components/ui/description-list";
import { findNewEmail } from "@/lib/account/change-email";
import { getOwnDetails, nameSeenDetails } from "@/lib/account/details";
import { splitDetails } from "@/lib/account/details-view";
import { getAccountOverview } from "@/lib/account/overview";
import { listOwnClaims } from "@/lib/account/own-claims";
import { findOwnTimeZone, listLanguages, listTimeZones, nameSeenProfile } from "@/lib/account/profile";
import { getPageWords } from "@/lib/auth/page-words";
import { decodeEmail } from "@/lib/auth/readable-host";
import { requireUser } from "@/lib/auth/require-user";
import { getPageContext } from "@/lib/http/page-context";
import { AccountHeading } from "./_parts/account-heading";
import { DetailsForm } from "./_parts/details-form";
import { GlanceCard } from "./_parts/glance-card";
import { OwnClaims } from "./_parts/own-claims";
import { PendingEmail } from "./_parts/pending-email";
import { ProfileForm } from "./_parts/profile-form";
import { saveDetails, saveProfile } from "./actions";
import { accountMetadata } from "./metadata";

export const generateMetadata = async (): Promise<Metadata> => {
  const words = await getPageWords();
  return accountMetadata(words.account.profile.title);
};

export default async function ProfilePage({ searchParams }: { searchParams: Promise<{ claim?: string | string[] }> }) {
  const user = await requireUser("/account");
  const words = await getPageWords();
  const { account } = words;
  const texts = account.profile;
  const { claim } = await searchParams;
  const [page, timeZone, claims, details, pending, { profile, appCount, sessionCount }] = await Promise.all([
    getPageContext(),
    findOwnTimeZone(user),
    listOwnClaims(user),
    getOwnDetails(user),
    findNewEmail(user, new Date()),
    getAccountOverview(user, new Date()),
  ]);
  const choices = [
    { value: "", label: texts.languageNone },
    ...listLanguages().map((tag) => ({ value: tag, label: words.formats.formatLanguage(tag) })),
  ];
  // A name from before that the list does not spell so stays.
  const zones = [...new Set(["", timeZone, ...listTimeZones()])].map((value) => ({
    value,
    label: value === "" ? texts.timeZoneNone : value.replaceAll("_", " "),
  }));
  return (
    <>
      <AccountHeading title={texts.title} intro={texts.intro} />
      <Card title={texts.about} id="about">
        {pending ? <PendingEmail words={words} email={pending} /> : null}
        <DescriptionList
          items={[
            {
              term: account.picture.title,
              description: (
                <span className="flex flex-wrap items-center gap-3">
                  <Avatar name={user.name ?? user.email} src={user.picturePath} />
                  <a href="/account/picture" className="link inline-flex min-h-6 items-center">
                    {user.picturePath ? account.picture.change : account.picture.add}
                  </a>
                </span>
              ),
            },
            {
              term: texts.email,
              description: (
                <>
                  <span className="flex flex-wrap items-center gap-2">
                    {decodeEmail(profile.email)}
                    <Badge tone={profile.isEmailVerified ? "success" : "warning"}>
                      {profile.isEmailVerified ? texts.emailConfirmed : texts.emailUnconfirmed}
                    </Badge>
                  </span>
                  <span className="block text-fg-muted">{texts.emailHint}</span>
                  <a href="/account/email" className="link mt-1 inline-flex min-h-6 items-center">
                    {texts.emailChange}
                  </a>
                </>
              ),
            },
          ]}
        />
        <ProfileForm
          words={words}
          name={profile.name ?? ""}
          locale={profile.locale ?? ""}
          languages={choices}
          timeZone={timeZone}
          timeZones={zones}
          theme={page.theme}
          action={saveProfile.bind(null, nameSeenProfile(profile, timeZone))}
        />
      </Card>
      <Card title={account.details.title} id="details" intro={account.details.intro}>
        <DetailsForm
          words={words}
          values={details}
          {...splitDetails(words, details)}
          action={saveDetails.bind(null, nameSeenDetails(details))}
        />
      </Card>
      {claims.length > 0 ? <OwnClaims words={words} claims={claims} asked={claim} /> : null}
      <GlanceCard words={words} appCount={appCount} sessionCount={sessionCount} joinedAt={profile.createdAt} />
    </>
  );
}
