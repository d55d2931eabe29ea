import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { FocusTarget } from "@/components/ui/focus-target";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ApiScope } from "@/lib/db/clients/apis";
import type { FormAction } from "@/lib/forms/answer";
import { describeScope } from "@/lib/i18n/scope-text";
import type { Words } from "@/lib/i18n/words";
import { scopeLinkId } from "./api-scope-list";

export interface ApiScopeFormProps {
  words: Words;
  /** null: a new one */
  scope: ApiScope | null;
  /** tags of the additional languages for its words */
  languages: readonly string[];
  action: FormAction;
  /** retires the scope, or brings it back; null: it cannot be retired */
  retire: FormAction | null;
  /** the page without this form's scope */
  path: string;
}

const RISKS = ["identity", "read", "change", "sensitive"] as const;

/** Adds a scope to an API, or changes what people read about one. */
export function ApiScopeForm({ words, scope, languages, action, retire, path }: ApiScopeFormProps) {
  const texts = words.console.apis.scope;
  // The portal's own words, or the operator's. Words in other languages have their own fields.
  const text = scope && describeScope({ ...scope, texts: {} }, words);
  const title = scope ? texts.changeTitle(scope.name) : texts.addTitle;
  const icons = Object.entries(texts.icons).map(([value, label]) => ({ value, label }));
  return (
    <Card title={title} id="scope">
      {scope ? <FocusTarget key={scope.name} id="scope-title" /> : null}
      <ActionForm
        key={scope?.name ?? ""}
        action={action}
        errorTitle={words.common.errorTitle(title)}
        label={title}
        closedBy="cancel-scope"
        className="grid max-w-xl content-start gap-5"
      >
        {scope ? null : (
          <FormField
            id="scope-name"
            label={texts.name}
            hint={texts.nameHint}
            required
            maxLength={100}
            spellCheck={false}
            autoCapitalize="none"
          />
        )}
        <FormField
          id="scope-title"
          label={texts.title}
          hint={texts.titleHint}
          defaultValue={text?.title}
          required
          maxLength={80}
        />
        <FormField
          id="scope-detail"
          label={texts.detail}
          hint={texts.detailHint}
          defaultValue={text?.detail ?? ""}
          maxLength={200}
        />
        {languages.length > 0 ? (
          <fieldset className="grid gap-5">
            <legend className="font-semibold">{texts.languages}</legend>
            <p className="text-sm text-fg-muted">{texts.languagesHint}</p>
            {languages.map((tag) => {
              const language = words.formats.formatLanguage(tag);
              const given = scope?.texts[tag];
              return (
                <div key={tag} className="grid gap-5">
                  <FormField
                    id={`scope-title-${tag}`}
                    label={texts.titleIn(language)}
                    defaultValue={given?.title}
                    maxLength={80}
                  />
                  <FormField
                    id={`scope-detail-${tag}`}
                    label={texts.detailIn(language)}
                    defaultValue={given?.detail ?? ""}
                    maxLength={200}
                  />
                </div>
              );
            })}
          </fieldset>
        ) : null}
        <FormSelect
          id="scope-risk"
          label={texts.riskField}
          defaultValue={scope?.risk ?? "read"}
          options={RISKS.map((value) => ({ value, label: texts.risks[value] }))}
        />
        <FormSelect
          id="scope-icon"
          label={texts.icon}
          defaultValue={scope?.icon ?? ""}
          options={[{ value: "", label: texts.iconNone }, ...icons]}
        />
        <FormCheckbox
          id="scope-isPublic"
          label={texts.isPublic}
          hint={texts.isPublicHint}
          defaultChecked={scope?.isPublic ?? true}
        />
        <div className="flex flex-wrap gap-3">
          <Button variant={scope ? "primary" : "secondary"}>{scope ? texts.save : texts.add}</Button>
          {scope ? (
            <InPlaceLink id="cancel-scope" href={path} heir={scopeLinkId(scope.name)}>
              {texts.cancel}
            </InPlaceLink>
          ) : null}
        </div>
      </ActionForm>
      {scope && retire ? (
        <PressForm action={retire} className="grid gap-2 border-t border-border pt-4">
          {scope.retiredAt ? null : <p className="text-sm text-fg-muted">{texts.retireHint}</p>}
          <div>
            <Button size="sm">{scope.retiredAt ? texts.restore : texts.retire}</Button>
          </div>
        </PressForm>
      ) : null}
    </Card>
  );
}
