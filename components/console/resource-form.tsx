import { Button, LinkButton } from "@/components/ui/button";
import { getWords } from "@/lib/i18n/words";
import { ActionForm, type FormAction } from "./action-form";
import { FormField } from "./form-field";
import { PolicyFields, TokenFields } from "./resource-fields";

/** Registers an API: what it is called, how apps name it, and what its tokens look like. */
export function ResourceForm({ action }: { action: FormAction }) {
  const words = getWords();
  const texts = words.console.apis.registerPage;
  return (
    <ActionForm
      action={action}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.title}
      className="grid max-w-xl content-start gap-5"
    >
      <FormField id="name" label={texts.name} hint={texts.nameHint} required maxLength={80} />
      <FormField
        id="identifier"
        label={texts.identifier}
        hint={texts.identifierHint}
        required
        maxLength={500}
        spellCheck={false}
        autoCapitalize="none"
      />
      <PolicyFields clientPolicy="scopes" listedClients={[]} />
      <TokenFields tokenFormat="opaque" accessTokenTtl={600} signingAlg="RS256" tokenTyp="at+jwt" />
      <div className="flex flex-wrap gap-3">
        <Button variant="primary">{texts.submit}</Button>
        <LinkButton href="/console/apis">{words.console.apis.scope.cancel}</LinkButton>
      </div>
    </ActionForm>
  );
}
