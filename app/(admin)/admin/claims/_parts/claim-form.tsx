import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import { FocusTarget } from "@/components/ui/focus-target";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ClaimDefinition } from "@/lib/db/people/claims";
import type { Words } from "@/lib/i18n/words";
import { CLAIM_TYPES } from "@/lib/oauth/tokens/defined-claims";
import { CLAIM_EDITORS, nameSeenClaim } from "@/lib/people/defined-claims";
import { changeClaimAction, createClaimAction } from "../actions";
import { editLinkId } from "./claim-table";

const CLAIMS_PATH = "/admin/claims";

export interface ClaimFormProps {
  words: Words;
  /** the one to change, whose name and type stay; null: a new one */
  claim: ClaimDefinition | null;
  /** names of the scopes that can bring it */
  scopes: readonly string[];
  /** tags of the additional languages for what people read */
  languages: readonly string[];
}

/** Defines or changes a claim, and makes its scope where a new one brings it. */
export function ClaimForm({ words, claim, scopes, languages }: ClaimFormProps) {
  const texts = words.admin.claims;
  const nameOf = words.formats.formatLanguage;
  const plain = { spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <ActionForm
      action={claim ? changeClaimAction.bind(null, claim.name, nameSeenClaim(claim)) : createClaimAction}
      errorTitle={words.common.errorTitle(texts.title)}
      label={claim ? texts.changeTitle(claim.name) : texts.create}
      className="grid max-w-xl gap-5"
    >
      {claim ? <FocusTarget key={claim.name} id="label" /> : null}
      {claim ? (
        <p className="text-sm text-fg-muted">{texts.changeHint(texts.types[claim.type])}</p>
      ) : (
        <FormField id="name" label={texts.nameField} hint={texts.nameHint} maxLength={64} {...plain} />
      )}
      <FormField
        id="label"
        label={texts.labelField}
        hint={texts.labelHint}
        maxLength={80}
        defaultValue={claim?.label}
      />
      {languages.map((tag) => (
        <FormField
          key={tag}
          id={`label-${tag}`}
          label={texts.labelIn(nameOf(tag))}
          maxLength={80}
          defaultValue={claim?.labels[tag]}
        />
      ))}
      {claim ? null : (
        <FormSelect
          id="type"
          label={texts.typeField}
          options={CLAIM_TYPES.map((value) => ({ value, label: texts.types[value] }))}
        />
      )}
      <FormSelect
        id="editor"
        label={texts.editorField}
        hint={texts.editorHints}
        defaultValue={claim?.editor}
        options={CLAIM_EDITORS.map((value) => ({ value, label: texts.editors[value] }))}
      />
      <FormSelect
        id="scope"
        label={texts.scopeField}
        defaultValue={claim?.scopeName ?? "profile"}
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
      <div className="flex flex-wrap items-center gap-3">
        <Button variant="primary">{claim ? texts.change : texts.submit}</Button>
        {claim ? (
          <InPlaceLink href={CLAIMS_PATH} heir={editLinkId(claim.name)}>
            {words.common.cancel}
          </InPlaceLink>
        ) : null}
      </div>
    </ActionForm>
  );
}
