import { Note } from "@/components/ui/note";
import type { ClientDetails } from "@/lib/db/clients";
import { getWords } from "@/lib/i18n/words";
import type { FormAction } from "./action-form";
import { FormCheckGroup } from "./form-check-group";
import { FormField } from "./form-field";
import { FormSwitch } from "./form-switch";
import { FormTextArea } from "./form-text-area";
import { SettingsCard } from "./settings-card";

export interface SignInSettingsProps {
  client: ClientDetails;
  action: FormAction;
  /** the portal requires PKCE of every app */
  isPkceForAll: boolean;
  /** sign-ins of a week, when every one used PKCE and the app does not require it yet */
  pkceSignIns: number | null;
  /** what this portal has, and what the app is registered for besides */
  grantTypes: readonly string[];
  /** empty where there is nothing to choose */
  responseTypes: readonly string[];
}

/** What the app may ask for, and what its requests must hold. */
export function SignInSettings(props: SignInSettingsProps) {
  const { client, action, isPkceForAll, pkceSignIns, grantTypes, responseTypes } = props;
  const words = getWords().console.settings.protocol.signIn;
  const signsIn = client.kind !== "service" || client.grantTypes.includes("authorization_code");
  const isPublic = client.tokenEndpointAuthMethod === "none";
  const fixed = isPublic ? words.requirePkcePublic : isPkceForAll ? words.requirePkceAll : null;
  return (
    <SettingsCard
      id="sign-in"
      title={words.title}
      intro={words.intro}
      action={action}
      notice={
        <>
          {signsIn && fixed ? <Note>{fixed}</Note> : null}
          {pkceSignIns === null || fixed ? null : <Note tone="success">{words.suggestPkce(pkceSignIns)}</Note>}
        </>
      }
    >
      {signsIn && !fixed ? (
        <FormSwitch id="requirePkce" label={words.requirePkce} hint={words.requirePkceHint} isOn={client.requirePkce} />
      ) : null}
      <FormCheckGroup
        id="grantTypes"
        legend={words.grantTypes}
        options={grantTypes.map((value) => ({ value, hint: words.grantTypeHints[value] }))}
        chosen={client.grantTypes}
      />
      {responseTypes.length > 0 ? (
        <FormCheckGroup
          id="responseTypes"
          legend={words.responseTypes}
          hint={words.responseTypesHint}
          options={responseTypes.map((value) => ({ value }))}
          chosen={client.responseTypes}
        />
      ) : null}
      {signsIn ? (
        <>
          <FormField
            id="defaultMaxAge"
            label={words.defaultMaxAge}
            hint={words.defaultMaxAgeHint}
            defaultValue={client.defaultMaxAge === null ? "" : String(client.defaultMaxAge)}
            inputMode="numeric"
          />
          <FormSwitch
            id="requireAuthTime"
            label={words.requireAuthTime}
            hint={words.requireAuthTimeHint}
            isOn={client.requireAuthTime}
          />
          <FormTextArea
            id="defaultAcrValues"
            label={words.defaultAcrValues}
            hint={words.defaultAcrValuesHint}
            defaultValue={client.defaultAcrValues.join("\n")}
            rows={2}
            spellCheck={false}
          />
        </>
      ) : null}
    </SettingsCard>
  );
}
