import { notFound } from "next/navigation";
import { ActionForm } from "@/components/console/action-form";
import { ClientShell } from "@/components/console/client-shell";
import { ConsentPreview } from "@/components/console/consent-preview";
import { groupScopes } from "@/components/console/group-scopes";
import { ScopeTable } from "@/components/console/scope-table";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { findScopeChoices } from "@/lib/console/client-scopes";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { getWords } from "@/lib/i18n/words";
import { saveScopesAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  return clientTitle(getWords().console.scopes.title, (await params).clientId);
}

/** What the app may ask for, and what people will read. */
export default async function Scopes({ params }: ClientParams) {
  const words = getWords();
  const texts = words.console.scopes;
  const opened = await openClientPage((await params).clientId);
  const { client } = opened;
  const choices = await findScopeChoices(opened.actor, client.clientId);
  if (!choices) notFound();
  return (
    <ClientShell opened={opened} section="scopes" intro={`${texts.intro} ${texts.removeUnused}`}>
      <div className="grid gap-8 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <ActionForm
          action={saveScopesAction.bind(null, client.clientId)}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid min-w-0 content-start gap-6"
        >
          {groupScopes(choices).map(({ group, choices: some }) => (
            <ScopeTable key={group} group={group} choices={some} />
          ))}
          {client.isSelfRegistered && !client.isTrusted ? <Note tone="info">{texts.selfRegisteredNote}</Note> : null}
          <Note tone="info">{texts.sensitiveNote}</Note>
          <div>
            <Button variant="primary">{texts.save}</Button>
          </div>
        </ActionForm>
        {client.kind === "service" ? null : (
          <ConsentPreview
            name={client.name}
            publisher={client.publisher}
            scopes={choices.filter((choice) => choice.isChosen)}
          />
        )}
      </div>
    </ClientShell>
  );
}
