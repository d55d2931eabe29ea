import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { FormSwitch } from "@/components/forms/form-switch";
import { FormTextArea } from "@/components/forms/form-text-area";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { ADDRESS_INPUT } from "./address-input";
import { SettingsCard } from "./settings-card";

export interface AuthenticationSettingsProps {
  words: Words;
  client: ClientDetails;
  action: FormAction;
  methods: readonly ClientDetails["tokenEndpointAuthMethod"][];
  algs: readonly string[];
}

/** How the app proves who it is: a secret, a key, or not at all. */
export function AuthenticationSettings({ words, client, action, methods, algs }: AuthenticationSettingsProps) {
  const { settings } = words.console;
  const texts = settings.protocol.authentication;
  return (
    <SettingsCard words={words} id="authentication" title={texts.title} intro={texts.intro} action={action}>
      <FormSelect
        id="tokenEndpointAuthMethod"
        label={texts.method}
        hint={texts.methodHint}
        options={methods.map((value) => ({ value, label: settings.authMethods[value] }))}
        defaultValue={client.tokenEndpointAuthMethod}
      />
      <FormSwitch
        id="requireRegisteredAuthMethod"
        label={texts.only}
        hint={texts.onlyHint}
        isOn={client.requireRegisteredAuthMethod}
      />
      <FormSelect
        id="tokenEndpointAuthSigningAlg"
        label={texts.signingAlg}
        options={[{ value: "", label: texts.anyAlg }, ...algs.map((value) => ({ value, label: value }))]}
        defaultValue={client.tokenEndpointAuthSigningAlg ?? ""}
      />
      <FormField
        id="jwksUri"
        label={texts.jwksUri}
        hint={texts.jwksUriHint}
        defaultValue={client.jwksUri ?? ""}
        {...ADDRESS_INPUT}
      />
      <FormTextArea
        id="jwks"
        label={texts.jwks}
        hint={texts.jwksHint}
        defaultValue={client.jwks === null ? "" : JSON.stringify(client.jwks, null, 2)}
        rows={4}
        spellCheck={false}
        autoComplete="off"
      />
    </SettingsCard>
  );
}
