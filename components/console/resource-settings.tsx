import { Button } from "@/components/ui/button";
import type { ResourceDetails } from "@/lib/db/resources";
import { getWords } from "@/lib/i18n/words";
import { ActionForm, type FormAction } from "./action-form";
import { Card } from "./card";
import { CopyValue } from "./copy-value";
import { FormCheckbox } from "./form-checkbox";
import { FormField } from "./form-field";
import { PolicyFields, TokenFields } from "./resource-fields";

export interface ResourceSettingsProps {
  resource: ResourceDetails;
  /** the portal's own API: what its tokens are is fixed */
  isOwn: boolean;
  action: FormAction;
}

/** What an API is called, and what its tokens look like. */
export function ResourceSettings({ resource, isOwn, action }: ResourceSettingsProps) {
  const words = getWords();
  const { settings, registerPage } = words.console.apis;
  return (
    <Card title={settings.title}>
      <div className="grid gap-1">
        <span className="text-sm font-semibold">{settings.identifier}</span>
        <CopyValue value={resource.identifier} name={settings.identifier} />
      </div>
      {isOwn ? <p className="text-sm text-fg-muted">{settings.own}</p> : null}
      <ActionForm
        action={action}
        errorTitle={words.common.errorTitle(settings.title)}
        label={settings.title}
        className="grid max-w-xl content-start gap-5"
      >
        <FormField id="name" label={registerPage.name} defaultValue={resource.name} required maxLength={80} />
        {isOwn ? (
          <FormCheckbox
            id="allowsQueryToken"
            label={settings.queryToken}
            hint={settings.queryTokenHint}
            defaultChecked={resource.allowsQueryToken}
          />
        ) : (
          <>
            <PolicyFields clientPolicy={resource.clientPolicy} listedClients={resource.listedClients} />
            <TokenFields
              tokenFormat={resource.tokenFormat}
              accessTokenTtl={resource.accessTokenTtl}
              signingAlg={resource.signingAlg}
              tokenTyp={resource.tokenTyp}
            />
          </>
        )}
        <div>
          <Button variant="primary">{settings.save}</Button>
        </div>
      </ActionForm>
    </Card>
  );
}
