import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";
import type { FormAction } from "./action-form";
import { FormField } from "./form-field";
import { FormSelect } from "./form-select";
import { FormSwitch } from "./form-switch";
import { FormTextArea } from "./form-text-area";
import { SettingsCard } from "./settings-card";

export interface AuthenticationSettingsProps {
  client: ClientDetails;
  action: FormAction;
  methods: readonly ClientDetails["tokenEndpointAuthMethod"][];
  algs: readonly string[];
}

const address = { type: "url", inputMode: "url", placeholder: "https://", maxLength: 2000 } as const;

/** How the app proves who it is: a secret, a key, or not at all. */
export function AuthenticationSettings({ client, action, methods, algs }: AuthenticationSettingsProps) {
  const { settings } = getWords().console;
  const words = settings.protocol.authentication;
  return (
    <SettingsCard id="authentication" title={words.title} intro={words.intro} action={action}>
      <FormSelect
        id="tokenEndpointAuthMethod"
        label={words.method}
        hint={words.methodHint}
        options={methods.map((value) => ({ value, label: settings.authMethods[value] }))}
        defaultValue={client.tokenEndpointAuthMethod}
      />
      <FormSwitch
        id="requireRegisteredAuthMethod"
        label={words.only}
        hint={words.onlyHint}
        isOn={client.requireRegisteredAuthMethod}
      />
      <FormSelect
        id="tokenEndpointAuthSigningAlg"
        label={words.signingAlg}
        options={[{ value: "", label: words.anyAlg }, ...algs.map((value) => ({ value, label: value }))]}
        defaultValue={client.tokenEndpointAuthSigningAlg ?? ""}
      />
      <FormField
        id="jwksUri"
        label={words.jwksUri}
        hint={words.jwksUriHint}
        defaultValue={client.jwksUri ?? ""}
        {...address}
      />
      <FormTextArea
        id="jwks"
        label={words.jwks}
        hint={words.jwksHint}
        defaultValue={client.jwks === null ? "" : JSON.stringify(client.jwks, null, 2)}
        rows={4}
        spellCheck={false}
        autoComplete="off"
      />
    </SettingsCard>
  );
}
