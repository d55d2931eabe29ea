import { randomUUID } from "node:crypto";
import { apiPath } from "@/components/console/api-path";
import { Card } from "@/components/console/card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { nameSeenScope } from "@/lib/apis/api-scopes";
import { isOwn, nameSeenApi } from "@/lib/apis/registered-apis";
import { getPageWords } from "@/lib/auth/page-words";
import { type ApiParams, openApiPage } from "@/lib/console/api-page";
import { consoleTitle } from "@/lib/console/console-page";
import { listScopeLanguages } from "@/lib/console/scope-texts";
import { ApiCredentials } from "./_parts/api-credentials";
import { ApiDeletion } from "./_parts/api-deletion";
import { ApiScopeForm } from "./_parts/api-scope-form";
import { ApiScopeList } from "./_parts/api-scope-list";
import { ApiSettings } from "./_parts/api-settings";
import {
  createCredentialsAction,
  deleteApiAction,
  retireScopeAction,
  saveScopeAction,
  saveSettingsAction,
} from "./actions";

export async function generateMetadata({ params }: ApiParams) {
  const { api } = await openApiPage((await params).apiId);
  const words = await getPageWords();
  return consoleTitle(api.name, words.console.apis.title);
}

type ApiProps = ApiParams & { searchParams: Promise<{ scope?: string; delete?: string }> };

/** One API: its tokens, its scopes with the words that people read, and its credentials. */
export default async function Api({ params, searchParams }: ApiProps) {
  const words = await getPageWords();
  const texts = words.console;
  const opened = await openApiPage((await params).apiId);
  const { api } = opened;
  const query = await searchParams;
  const path = apiPath(api.id);
  const own = isOwn(api);
  const chosen = api.scopes.find((scope) => scope.name === query.scope) ?? null;
  const name = chosen?.name ?? null;
  return (
    <>
      <div className="grid gap-3">
        <Breadcrumb
          label={texts.breadcrumb}
          items={[{ href: "/console/apis", label: texts.apis.title }, { label: api.name }]}
        />
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading wrap-anywhere">
          {api.name}
        </h1>
      </div>
      <Card title={texts.apis.scope.listTitle} id="scopes">
        <ApiScopeList words={words} scopes={api.scopes} path={path} />
      </Card>
      {own && !chosen ? null : (
        <ApiScopeForm
          words={words}
          scope={chosen}
          languages={listScopeLanguages()}
          path={path}
          action={saveScopeAction.bind(null, api.id, name, chosen && nameSeenScope(chosen))}
          retire={own ? null : retireScopeAction.bind(null, api.id, name ?? "", chosen?.retiredAt === null)}
        />
      )}
      <ApiSettings
        words={words}
        api={api}
        isOwn={own}
        action={saveSettingsAction.bind(null, api.id, nameSeenApi(api))}
      />
      <ApiCredentials
        words={words}
        api={api}
        isOwn={own}
        path={path}
        requestKey={randomUUID()}
        create={createCredentialsAction.bind(null, api.id)}
      />
      {own ? null : (
        <ApiDeletion
          words={words}
          name={api.name}
          path={path}
          isAsking={query.delete === "1"}
          remove={deleteApiAction.bind(null, api.id)}
        />
      )}
    </>
  );
}
