import { PolicyFields, TokenFields } from "@/components/console/api-fields";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button, LinkButton } from "@/components/ui/button";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

/** Registers an API: what it is called, how apps name it, and what its tokens look like. */
export function ApiForm({ words, action }: { words: Words; action: FormAction }) {
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
      <PolicyFields words={words} clientPolicy="scopes" listedClients={[]} />
      <TokenFields words={words} tokenFormat="opaque" accessTokenTtl={600} signingAlg="RS256" tokenTyp="at+jwt" />
      <div className="flex flex-wrap gap-3">
        <Button variant="primary">{texts.submit}</Button>
        <LinkButton href="/console/apis">{words.console.apis.scope.cancel}</LinkButton>
      </div>
    </ActionForm>
  );
}
