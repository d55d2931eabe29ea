import { Button, LinkButton } from "@/components/ui/button";
import type { ResourceScope } from "@/lib/db/resources";
import { getWords } from "@/lib/i18n/words";
import { ActionForm, type FormAction } from "./action-form";
import { Card } from "./card";
import { FormCheckbox } from "./form-checkbox";
import { FormField } from "./form-field";
import { FormSelect } from "./form-select";

export interface ResourceScopeFormProps {
  /** null: a new one */
  scope: ResourceScope | null;
  action: FormAction;
  /** retires the scope, or brings it back; null: it cannot be retired */
  retire: (() => Promise<void>) | null;
  /** the page without this form's scope */
  path: string;
}

const risks = ["identity", "read", "change", "sensitive"] as const;

/** Adds a scope to an API, or changes what people read about one. */
export function ResourceScopeForm({ scope, action, retire, path }: ResourceScopeFormProps) {
  const words = getWords();
  const texts = words.console.apis.scope;
  const title = scope ? texts.changeTitle(scope.name) : texts.addTitle;
  const icons = Object.entries(texts.icons).map(([value, label]) => ({ value, label }));
  return (
    <Card title={title} id="scope">
      <ActionForm
        key={scope?.name ?? ""}
        action={action}
        errorTitle={words.common.errorTitle(title)}
        label={title}
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
          defaultValue={scope?.title}
          required
          maxLength={80}
        />
        <FormField
          id="scope-detail"
          label={texts.detail}
          hint={texts.detailHint}
          defaultValue={scope?.detail ?? ""}
          maxLength={200}
        />
        <FormSelect
          id="scope-risk"
          label={texts.riskField}
          defaultValue={scope?.risk ?? "read"}
          options={risks.map((value) => ({ value, label: texts.risks[value] }))}
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
          {scope ? <LinkButton href={path}>{texts.cancel}</LinkButton> : null}
        </div>
      </ActionForm>
      {scope && retire ? (
        <form action={retire} className="grid gap-2 border-t border-border pt-4">
          {scope.retiredAt ? null : <p className="text-sm text-fg-muted">{texts.retireHint}</p>}
          <div>
            <Button size="sm">{scope.retiredAt ? texts.restore : texts.retire}</Button>
          </div>
        </form>
      ) : null}
    </Card>
  );
}
