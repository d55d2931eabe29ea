import { FormSelect } from "@/components/forms/form-select";
import { FormSwitch } from "@/components/forms/form-switch";
import { FormTextArea } from "@/components/forms/form-text-area";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { SettingsCard } from "./settings-card";

export interface TokenSettingsProps {
  words: Words;
  client: ClientDetails;
  action: FormAction;
  signingAlgs: readonly string[];
  requestObjectAlgs: readonly string[];
}

/** What the app gets, and how it is signed. */
export function TokenSettings({ words, client, action, signingAlgs, requestObjectAlgs }: TokenSettingsProps) {
  const texts = words.console.settings.protocol.tokens;
  const toOptions = (algs: readonly string[]) => algs.map((value) => ({ value, label: value }));
  return (
    <SettingsCard words={words} id="tokens" title={texts.title} intro={texts.intro} action={action}>
      <FormSwitch
        id="idTokenClaims"
        label={texts.idTokenClaims}
        hint={texts.idTokenClaimsHint}
        isOn={client.idTokenClaims}
      />
      <FormSelect
        id="idTokenSignedResponseAlg"
        label={texts.idTokenAlg}
        options={toOptions(signingAlgs)}
        defaultValue={client.idTokenSignedResponseAlg}
      />
      <FormSelect
        id="userinfoSignedResponseAlg"
        label={texts.userinfoAlg}
        options={[{ value: "", label: texts.userinfoPlain }, ...toOptions(signingAlgs)]}
        defaultValue={client.userinfoSignedResponseAlg ?? ""}
      />
      <FormSelect
        id="requestObjectSigningAlg"
        label={texts.requestObjectAlg}
        options={[{ value: "", label: texts.requestObjectAny }, ...toOptions(requestObjectAlgs)]}
        defaultValue={client.requestObjectSigningAlg ?? ""}
      />
      <FormTextArea
        id="requestUris"
        label={texts.requestUris}
        hint={texts.requestUrisHint}
        defaultValue={client.requestUris.join("\n")}
        rows={2}
        spellCheck={false}
      />
    </SettingsCard>
  );
}
