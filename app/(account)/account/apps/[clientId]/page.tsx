import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccountShell } from "@/components/account/account-shell";
import { ActivityList } from "@/components/account/activity-list";
import { AppFacts } from "@/components/account/app-facts";
import { Card } from "@/components/account/card";
import { OptionalPermissions } from "@/components/account/optional-permissions";
import { PermissionList } from "@/components/account/permission-list";
import { RemoveAccessButton } from "@/components/account/remove-access";
import { VerifiedMark } from "@/components/account/verified-mark";
import { AppLogo } from "@/components/ui/app-logo";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { LinkButton } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { listOwnActivity } from "@/lib/account/activity";
import { findOwnApp } from "@/lib/account/connected-apps";
import { listApisWithoutScope, listDestinations, orderScopes } from "@/lib/account/describe-access";
import { requireUser } from "@/lib/auth/require-user";
import { readFlash } from "@/lib/http/flash";
import { getPageContext } from "@/lib/http/page-context";
import { getWords } from "@/lib/i18n/words";
import { accountMetadata } from "../../metadata";
import { keepPermissions, removeAccess } from "../actions";

interface Props {
  params: Promise<{ clientId: string }>;
}

export const generateMetadata = (): Promise<Metadata> => accountMetadata(getWords().account.apps.details);

export default async function ConnectedAppPage({ params }: Props) {
  const page = await getPageContext();
  const user = await requireUser(page.path);
  const clientId = decodeURIComponent((await params).clientId);
  const now = new Date();
  const found = await findOwnApp(user, clientId, now);
  if (!found) notFound();
  const { app, remainingMinutes, logoSrc, openUrl } = found;
  const [flash, activity] = await Promise.all([readFlash(), listOwnActivity(user, { clientId })]);
  const words = getWords().account;
  const optional = app.scopes.filter((scope) => scope.isOptional);
  const apis = listApisWithoutScope(app);
  return (
    <AccountShell
      page={page}
      flash={flash}
      current="apps"
      email={user.email}
      before={
        <Breadcrumb
          label={words.app.breadcrumb}
          items={[{ href: "/account/apps", label: words.apps.title }, { label: app.name }]}
        />
      }
      title={
        <span className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <AppLogo name={app.name} src={logoSrc} />
          <span className="wrap-anywhere">{app.name}</span>
        </span>
      }
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <div className="flex flex-wrap gap-2">
          <VerifiedMark app={app} />
        </div>
        {openUrl ? (
          <LinkButton href={openUrl} rel="noreferrer" className="ml-auto">
            {words.app.open(app.name)}
          </LinkButton>
        ) : null}
        <RemoveAccessButton facts={{ ...app, remainingMinutes }} action={removeAccess} />
      </div>
      {app.isDeleted ? <Note tone="warning">{words.app.deletedNote}</Note> : null}
      {app.isSuspended && !app.isDeleted ? <Note tone="warning">{words.app.suspendedNote}</Note> : null}
      <Card title={words.app.permissions} id="permissions" intro={words.app.permissionsIntro(app.name)}>
        {app.scopes.length > 0 || apis.length > 0 ? (
          <PermissionList scopes={orderScopes(app.scopes)} apis={apis} labelledBy="permissions" />
        ) : (
          <p>{words.app.noPermissions}</p>
        )}
      </Card>
      {optional.length > 0 ? (
        <Card title={words.app.optionalTitle} id="optional" intro={words.app.optionalIntro(app.name)}>
          <OptionalPermissions clientId={clientId} scopes={optional} action={keepPermissions} />
        </Card>
      ) : null}
      <Card title={words.app.about} id="about">
        <AppFacts app={app} destinations={listDestinations(app.redirectUris)} now={now} />
      </Card>
      <Card title={words.app.activity} id="activity">
        {activity.entries.length > 0 ? (
          <ActivityList caption={words.app.activity} entries={activity.entries.slice(0, 10)} isShort />
        ) : (
          <p className="text-sm text-fg-muted">{words.app.noActivity}</p>
        )}
      </Card>
    </AccountShell>
  );
}
