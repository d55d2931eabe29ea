import { randomUUID } from "node:crypto";
import { Card } from "@/components/console/card";
import { ConsoleShell } from "@/components/console/console-shell";
import { ResourceCredentials } from "@/components/console/resource-credentials";
import { ResourceDeletion } from "@/components/console/resource-deletion";
import { apiPath } from "@/components/console/resource-list";
import { ResourceScopeForm } from "@/components/console/resource-scope-form";
import { ResourceScopeList } from "@/components/console/resource-scope-list";
import { ResourceSettings } from "@/components/console/resource-settings";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { consoleTitle } from "@/lib/console/console-page";
import { openResourcePage, type ResourceParams } from "@/lib/console/resource-page";
import { isOwn } from "@/lib/console/resources";
import { getWords } from "@/lib/i18n/words";
import {
  createCredentialsAction,
  deleteResourceAction,
  retireScopeAction,
  saveScopeAction,
  saveSettingsAction,
} from "./actions";

export async function generateMetadata({ params }: ResourceParams) {
  const { resource } = await openResourcePage((await params).resourceId);
  return consoleTitle(resource.name, getWords().console.apis.title);
}

type ApiProps = ResourceParams & { searchParams: Promise<{ scope?: string; delete?: string }> };

/** One API: its tokens, its scopes with the words that people read, and its credentials. */
export default async function Api({ params, searchParams }: ApiProps) {
  const words = getWords().console;
  const opened = await openResourcePage((await params).resourceId);
  const { resource } = opened;
  const query = await searchParams;
  const path = apiPath(resource.id);
  const own = isOwn(resource);
  const chosen = resource.scopes.find((scope) => scope.name === query.scope) ?? null;
  const name = chosen?.name ?? null;
  return (
    <ConsoleShell console={opened}>
      <div className="grid gap-3">
        <Breadcrumb
          label={words.breadcrumb}
          items={[{ href: "/console/apis", label: words.apis.title }, { label: resource.name }]}
        />
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
          {resource.name}
        </h1>
      </div>
      <Card title={words.apis.scope.listTitle} id="scopes">
        <ResourceScopeList scopes={resource.scopes} path={path} />
      </Card>
      {own && !chosen ? null : (
        <ResourceScopeForm
          scope={chosen}
          path={path}
          action={saveScopeAction.bind(null, resource.id, name)}
          retire={own ? null : retireScopeAction.bind(null, resource.id, name ?? "", chosen?.retiredAt === null)}
        />
      )}
      <ResourceSettings resource={resource} isOwn={own} action={saveSettingsAction.bind(null, resource.id)} />
      <ResourceCredentials
        resource={resource}
        isOwn={own}
        path={path}
        requestKey={randomUUID()}
        create={createCredentialsAction.bind(null, resource.id)}
      />
      {own ? null : (
        <ResourceDeletion
          name={resource.name}
          path={path}
          isAsking={query.delete === "1"}
          remove={deleteResourceAction.bind(null, resource.id)}
        />
      )}
    </ConsoleShell>
  );
}
