import { PolicyFields, TokenFields } from "@/components/console/api-fields";
import { Card } from "@/components/console/card";
import { CopyValue } from "@/components/console/copy-value";
import { ActionForm } from "@/components/forms/action-form";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormField } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import type { ApiDetails } from "@/lib/db/clients/apis";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

export interface ApiSettingsProps {
  words: Words;
  api: ApiDetails;
  /** the portal's own API: what its tokens are is fixed */
  isOwn: boolean;
  action: FormAction;
}

/** What an API is called, and what its tokens look like. */
export function ApiSettings({ words, api, isOwn, action }: ApiSettingsProps) {
  const { settings, registerPage } = words.console.apis;
  return (
    <Card title={settings.title}>
      <div className="grid gap-1">
        <span className="text-sm font-semibold">{settings.identifier}</span>
        <CopyValue words={words} value={api.identifier} name={settings.identifier} />
      </div>
      {isOwn ? <p className="text-sm text-fg-muted">{settings.own}</p> : null}
      <ActionForm
        action={action}
        errorTitle={words.common.errorTitle(settings.title)}
        label={settings.title}
        className="grid max-w-xl content-start gap-5"
      >
        <FormField id="name" label={registerPage.name} defaultValue={api.name} required maxLength={80} />
        {isOwn ? (
          <FormCheckbox
            id="allowsQueryToken"
            label={settings.queryToken}
            hint={settings.queryTokenHint}
            defaultChecked={api.allowsQueryToken}
          />
        ) : (
          <>
            <PolicyFields words={words} clientPolicy={api.clientPolicy} listedClients={api.listedClients} />
            <TokenFields
              words={words}
              tokenFormat={api.tokenFormat}
              accessTokenTtl={api.accessTokenTtl}
              signingAlg={api.signingAlg}
              tokenTyp={api.tokenTyp}
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
