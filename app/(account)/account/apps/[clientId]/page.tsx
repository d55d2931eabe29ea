import type { Metadata } from "next";
import { ActivityList } from "@/components/account/activity-list";
import { Card } from "@/components/account/card";
import { findOwnAppPage, findPastAppPage } from "@/lib/account/account-page";
import { listOwnActivity } from "@/lib/account/activity";
import { listOwnAppDevices, readAppUse } from "@/lib/account/app-use";
import { listHistory } from "@/lib/account/consent-history";
import { listApisWithoutScope, orderScopes } from "@/lib/account/describe-access";
import { getPageWords } from "@/lib/auth/page-words";
import { answerNotFound } from "@/lib/http/page-status";
import { accountMetadata } from "../../metadata";
import AccountNotFound from "../../not-found";
import { keepPermissions, removeAccess, removeDevice, turnOffNeverUsed } from "../actions";
import { AppDevices } from "./_parts/app-devices";
import { AppFacts } from "./_parts/app-facts";
import { AppHeading } from "./_parts/app-heading";
import { ConsentHistory } from "./_parts/consent-history";
import { OptionalPermissions } from "./_parts/optional-permissions";
import { PastApp } from "./_parts/past-app";
import { PermissionList } from "./_parts/permission-list";
import { UnusedPermissions } from "./_parts/unused-permissions";
import { UseChart } from "./_parts/use-chart";

interface Props {
  params: Promise<{ clientId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { clientId } = await params;
  const found = await findOwnAppPage(clientId);
  const name = found ? found.app.name : (await findPastAppPage(clientId))?.name;
  return accountMetadata(name ?? (await getPageWords()).account.notFound.title);
}

export default async function ConnectedAppPage({ params }: Props) {
  const found = await findOwnAppPage((await params).clientId);
  if (!found) {
    const past = await findPastAppPage((await params).clientId);
    if (past) return <PastApp words={await getPageWords()} past={past} />;
    answerNotFound();
    return <AccountNotFound />;
  }
  const { user, app, remaining, logoSrc, openUrl } = found;
  const { clientId } = app;
  const words = await getPageWords();
  const now = new Date();
  const [activity, history, use, devices] = await Promise.all([
    listOwnActivity(user, { clientId }),
    listHistory(user, clientId, words),
    readAppUse(user, app, now),
    listOwnAppDevices(user, clientId, now),
  ]);
  const texts = words.account;
  const optional = app.scopes.filter((scope) => scope.isOptional);
  const apis = listApisWithoutScope(app);
  return (
    <>
      <AppHeading
        words={words}
        app={app}
        remaining={remaining}
        logoSrc={logoSrc}
        openUrl={openUrl}
        action={removeAccess}
      />
      <Card title={texts.app.permissions} id="permissions" intro={texts.app.permissionsIntro(app.name, app.expiresAt)}>
        {app.scopes.length > 0 || apis.length > 0 ? (
          <PermissionList
            words={words}
            scopes={orderScopes(app.scopes)}
            apis={apis}
            labelledBy="permissions"
            now={now}
          />
        ) : (
          <p>{texts.app.noPermissions}</p>
        )}
        <UnusedPermissions
          words={words}
          clientId={clientId}
          appName={app.name}
          days={use.days.length}
          scopes={use.neverUsed}
          action={turnOffNeverUsed}
        />
      </Card>
      {optional.length > 0 ? (
        <Card title={texts.app.optionalTitle} id="optional" intro={texts.app.optionalIntro(app.name)}>
          <OptionalPermissions words={words} clientId={clientId} scopes={optional} action={keepPermissions} />
        </Card>
      ) : null}
      <Card title={texts.use.title} id="use" intro={texts.use.intro(use.days.length)}>
        <UseChart words={words} use={use} />
      </Card>
      {devices.length > 0 ? (
        <Card title={texts.devices.title} id="devices" intro={texts.devices.intro(app.name)}>
          <AppDevices words={words} clientId={clientId} appName={app.name} devices={devices} action={removeDevice} />
        </Card>
      ) : null}
      <Card title={texts.app.about} id="about">
        <AppFacts words={words} app={app} history={history.entries} now={now} />
      </Card>
      <Card title={texts.history.title} id="history" intro={texts.history.intro}>
        {history.entries.length > 0 ? (
          <ConsentHistory words={words} clientId={clientId} {...history} />
        ) : (
          <p className="text-sm text-fg-muted">{texts.history.none}</p>
        )}
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
