import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import type { Words } from "@/lib/i18n/words";
import { CLAIM_TYPES } from "@/lib/oauth/tokens/defined-claims";
import { CLAIM_EDITORS } from "@/lib/people/defined-claims";
import { createClaimAction } from "../actions";

export interface ClaimFormProps {
  words: Words;
  /** names of the scopes that can bring it */
  scopes: readonly string[];
  /** tags of the additional languages for what people read */
  languages: readonly string[];
}

/** Defines a claim, and its scope where a new one brings it. */
export function ClaimForm({ words, scopes, languages }: ClaimFormProps) {
  const texts = words.admin.claims;
  const nameOf = words.formats.formatLanguage;
  const plain = { spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <ActionForm
      action={createClaimAction}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.create}
      className="grid max-w-xl gap-5"
    >
      <FormField id="name" label={texts.nameField} hint={texts.nameHint} maxLength={64} {...plain} />
      <FormField id="label" label={texts.labelField} hint={texts.labelHint} maxLength={80} />
      {languages.map((tag) => (
        <FormField key={tag} id={`label-${tag}`} label={texts.labelIn(nameOf(tag))} maxLength={80} />
      ))}
      <FormSelect
        id="type"
        label={texts.typeField}
        options={CLAIM_TYPES.map((value) => ({ value, label: texts.types[value] }))}
      />
      <FormSelect
        id="editor"
        label={texts.editorField}
        hint={texts.editorHints}
        options={CLAIM_EDITORS.map((value) => ({ value, label: texts.editors[value] }))}
      />
      <FormSelect
        id="scope"
        label={texts.scopeField}
        defaultValue="profile"
        options={[...scopes.map((value) => ({ value, label: value })), { value: "", label: texts.newScope }]}
      />
      <fieldset className="grid min-w-0 gap-5 rounded-control border border-border p-4">
        <legend className="px-1 font-semibold">{texts.scopeNew}</legend>
        <p className="text-sm text-fg-muted">{texts.scopeNewHint}</p>
        <FormField id="scope-name" label={texts.scopeName} maxLength={100} {...plain} />
        <FormField id="scope-title" label={texts.scopeTitle} maxLength={80} />
        <FormField id="scope-detail" label={texts.scopeDetail} maxLength={200} />
        {languages.map((tag) => (
          <div key={tag} className="grid gap-5">
            <FormField id={`scope-title-${tag}`} label={texts.scopeTitleIn(nameOf(tag))} maxLength={80} />
            <FormField id={`scope-detail-${tag}`} label={texts.scopeDetailIn(nameOf(tag))} maxLength={200} />
          </div>
        ))}
      </fieldset>
      <div>
        <Button variant="primary">{texts.submit}</Button>
      </div>
    </ActionForm>
  );
}
