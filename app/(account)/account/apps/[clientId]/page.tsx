import type { Metadata } from "next";
import { ActivityList } from "@/components/account/activity-list";
import { Card } from "@/components/account/card";
import { RemoveAccessButton } from "@/components/account/remove-access";
import { VerifiedMark } from "@/components/account/verified-mark";
import { AppLogo } from "@/components/ui/app-logo";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { findOwnAppPage } from "@/lib/account/account-page";
import { listOwnActivity } from "@/lib/account/activity";
import { listApisWithoutScope, listDestinations, orderScopes } from "@/lib/account/describe-access";
import { getPageWords } from "@/lib/auth/page-words";
import { answerNotFound } from "@/lib/http/page-status";
import { AccountHeading } from "../../_parts/account-heading";
import { accountMetadata } from "../../metadata";
import AccountNotFound from "../../not-found";
import { keepPermissions, removeAccess } from "../actions";
import { AppFacts } from "./_parts/app-facts";
import { OptionalPermissions } from "./_parts/optional-permissions";
import { PermissionList } from "./_parts/permission-list";

interface Props {
  params: Promise<{ clientId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await findOwnAppPage((await params).clientId);
  const { account } = await getPageWords();
  return accountMetadata(found?.app.name ?? account.notFound.title);
}

export default async function ConnectedAppPage({ params }: Props) {
  const found = await findOwnAppPage((await params).clientId);
  if (!found) {
    answerNotFound();
    return <AccountNotFound />;
  }
  const { user, app, remaining, logoSrc, openUrl } = found;
  const { clientId } = app;
  const words = await getPageWords();
  const activity = await listOwnActivity(user, { clientId });
  const texts = words.account;
  const optional = app.scopes.filter((scope) => scope.isOptional);
  const apis = listApisWithoutScope(app);
  return (
    <>
      <AccountHeading
        before={
          <Breadcrumb
            label={texts.app.breadcrumb}
            items={[{ href: "/account/apps", label: texts.apps.title }, { label: app.name }]}
          />
        }
        title={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <AppLogo name={app.name} src={logoSrc} />
            <span className="wrap-anywhere">{app.name}</span>
          </span>
        }
      />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap gap-2">
          <VerifiedMark words={words} app={app} />
        </div>
        {openUrl ? (
          <LinkButton href={openUrl} rel="noreferrer" className="ml-auto">
            {texts.app.open(app.name)}
          </LinkButton>
        ) : null}
        <RemoveAccessButton words={words} facts={{ ...app, remaining }} action={removeAccess} />
      </div>
      {app.isDeleted ? <Note tone="warning">{texts.app.deletedNote}</Note> : null}
      {app.isSuspended && !app.isDeleted ? <Note tone="warning">{texts.app.suspendedNote}</Note> : null}
      <Card title={texts.app.permissions} id="permissions" intro={texts.app.permissionsIntro(app.name, app.expiresAt)}>
        {app.scopes.length > 0 || apis.length > 0 ? (
          <PermissionList words={words} scopes={orderScopes(app.scopes)} apis={apis} labelledBy="permissions" />
        ) : (
          <p>{texts.app.noPermissions}</p>
        )}
      </Card>
      {optional.length > 0 ? (
        <Card title={texts.app.optionalTitle} id="optional" intro={texts.app.optionalIntro(app.name)}>
          <OptionalPermissions words={words} clientId={clientId} scopes={optional} action={keepPermissions} />
        </Card>
      ) : null}
      <Card title={texts.app.about} id="about">
        <AppFacts words={words} app={app} destinations={listDestinations(app.redirectUris)} now={new Date()} />
      </Card>
      <Card title={texts.app.activity} id="activity">
        {activity.entries.length > 0 ? (
          <ActivityList words={words} caption={texts.app.activity} entries={activity.entries.slice(0, 10)} isShort />
        ) : (
          <p className="text-sm text-fg-muted">{texts.app.noActivity}</p>
        )}
      </Card>
    </>
  );
}
