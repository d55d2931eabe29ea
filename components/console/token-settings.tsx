import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";
import type { FormAction } from "./action-form";
import { FormSelect } from "./form-select";
import { FormSwitch } from "./form-switch";
import { FormTextArea } from "./form-text-area";
import { SettingsCard } from "./settings-card";

export interface TokenSettingsProps {
  client: ClientDetails;
  action: FormAction;
  signingAlgs: readonly string[];
  requestObjectAlgs: readonly string[];
}

/** What the app gets, and how it is signed. */
export function TokenSettings({ client, action, signingAlgs, requestObjectAlgs }: TokenSettingsProps) {
  const words = getWords().console.settings.protocol.tokens;
  const toOptions = (algs: readonly string[]) => algs.map((value) => ({ value, label: value }));
  return (
    <SettingsCard id="tokens" title={words.title} intro={words.intro} action={action}>
      <FormSwitch
        id="idTokenClaims"
        label={words.idTokenClaims}
        hint={words.idTokenClaimsHint}
        isOn={client.idTokenClaims}
      />
      <FormSelect
        id="idTokenSignedResponseAlg"
        label={words.idTokenAlg}
        options={toOptions(signingAlgs)}
        defaultValue={client.idTokenSignedResponseAlg}
      />
      <FormSelect
        id="userinfoSignedResponseAlg"
        label={words.userinfoAlg}
        options={[{ value: "", label: words.userinfoPlain }, ...toOptions(signingAlgs)]}
        defaultValue={client.userinfoSignedResponseAlg ?? ""}
      />
      <FormSelect
        id="requestObjectSigningAlg"
        label={words.requestObjectAlg}
        options={[{ value: "", label: words.requestObjectAny }, ...toOptions(requestObjectAlgs)]}
        defaultValue={client.requestObjectSigningAlg ?? ""}
      />
      <FormTextArea
        id="requestUris"
        label={words.requestUris}
        hint={words.requestUrisHint}
        defaultValue={client.requestUris.join("\n")}
        rows={2}
        spellCheck={false}
      />
    </SettingsCard>
  );
}
