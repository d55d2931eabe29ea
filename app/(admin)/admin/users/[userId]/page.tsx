import { PersonBadges } from "@/components/admin/person-badges";
import { Card } from "@/components/console/card";
import { Avatar } from "@/components/ui/avatar";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { adminTitle, openPersonPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { picturePath } from "@/lib/oauth/tokens/picture-path";
import { getPersonDetails } from "@/lib/people/person-details";
import { AdminHeading } from "../../_parts/admin-heading";
import { PersonActs } from "./_parts/person-acts";
import { PersonClaims } from "./_parts/person-claims";
import { PersonFacts } from "./_parts/person-facts";
import { PersonGroups } from "./_parts/person-groups";
import { AllowedApps, Devices, NewestEvents, OwnedApps } from "./_parts/person-lists";

interface Props {
  params: Promise<{ userId: string }>;
  searchParams: Promise<Record<"ask" | "claim", string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props) {
  const { user } = await openPersonPage((await params).userId);
  return adminTitle(user.email);
}

/** One account, and what an administrator can do with it. */
export default async function Person({ params, searchParams }: Props) {
  const managed = await openPersonPage((await params).userId);
  const words = await getPageWords();
  const texts = words.admin.people;
  const now = new Date();
  const person = await getPersonDetails(managed, now);
  const { ask, claim } = await searchParams;
  const shown = { words, person, now };
  return (
    <>
      <AdminHeading
        title={
          <span className="flex min-w-0 flex-wrap items-center gap-3">
            <Avatar
              name={person.name ?? person.email}
              src={person.pictureKey === null ? null : picturePath(person.pictureKey)}
            />
            <bdi className="min-w-0">{person.email}</bdi>
          </span>
        }
        intro={person.name ? <bdi>{person.name}</bdi> : texts.noName}
        before={
          <Breadcrumb
            label={words.console.breadcrumb}
            items={[{ href: "/admin/users", label: texts.title }, { label: <bdi>{person.email}</bdi> }]}
          />
        }
        aside={<PersonBadges words={words} person={{ ...person, isEmailVerified: person.emailVerifiedAt !== null }} />}
      />
      <div className="grid items-start gap-6 @3xl:grid-cols-[minmax(0,1fr)_24rem] @3xl:grid-rows-[auto_1fr]">
        <Card title={texts.account}>
          <PersonFacts words={words} person={person} />
        </Card>
        <div className="grid min-w-0 content-start gap-6 @3xl:col-start-2 @3xl:row-span-2 @3xl:row-start-1">
          <PersonActs
            words={words}
            person={person}
            isOneself={managed.isOneself}
            byAdministrator={managed.actor.isAdmin}
            asked={ask}
          />
        </div>
        <div className="grid min-w-0 gap-6">
          <PersonGroups words={words} person={person} isEditable={managed.actor.isAdmin} />
          {person.claims.length > 0 ? (
            <PersonClaims words={words} person={person} asked={claim} isEditable={managed.actor.isAdmin} />
          ) : null}
          <Card title={texts.devices} id="devices">
            <Devices {...shown} />
          </Card>
          <Card title={texts.apps}>
            <AllowedApps {...shown} />
          </Card>
          <Card title={texts.owned}>
            <OwnedApps {...shown} />
          </Card>
          <Card title={texts.activity}>
            <NewestEvents {...shown} />
          </Card>
        </div>
      </div>
    </>
  );
}
