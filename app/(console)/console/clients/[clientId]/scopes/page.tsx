import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { Note } from "@/components/ui/note";
import { getPageWords } from "@/lib/auth/page-words";
import { findScopeChoices, SCOPE_MEMBERS } from "@/lib/clients/client-scopes";
import { nameSeenMembers } from "@/lib/clients/seen-members";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { ClientHeading } from "../_parts/client-heading";
import { ConsentPreview } from "./_parts/consent-preview";
import { groupScopes } from "./_parts/group-scopes";
import { ScopeTable } from "./_parts/scope-table";
import { saveScopesAction } from "./actions";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.scopes.title, (await params).clientId);
}

/** What the app may ask for, and what people will read. */
export default async function Scopes({ params }: ClientParams) {
  const words = await getPageWords();
  const texts = words.console.scopes;
  const opened = await openClientPage((await params).clientId);
  const { client } = opened;
  const choices = await findScopeChoices(opened.managed);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="scopes" intro={`${texts.intro} ${texts.removeUnused}`} />
      <div className="grid gap-8 @3xl:grid-cols-[minmax(0,1fr)_20rem]">
        <ActionForm
          action={saveScopesAction.bind(null, client.clientId, nameSeenMembers(client, SCOPE_MEMBERS))}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.title}
          className="grid min-w-0 content-start gap-6"
        >
          {groupScopes(choices, words).map(({ group, choices: some }) => (
            <ScopeTable words={words} key={group} group={group} choices={some} />
          ))}
          {client.isSelfRegistered && !client.isTrusted ? <Note tone="info">{texts.selfRegisteredNote}</Note> : null}
          <Note tone="info">{texts.sensitiveNote}</Note>
          <div>
            <Button variant="primary">{texts.save}</Button>
          </div>
        </ActionForm>
        {client.kind === "service" ? null : (
          <ConsentPreview
            words={words}
            name={client.name}
            publisher={client.publisher}
            scopes={choices.filter((choice) => choice.isChosen)}
          />
        )}
      </div>
    </>
  );
}
