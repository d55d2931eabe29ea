import { FormCheckGroup } from "@/components/forms/form-check-group";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { FormSwitch } from "@/components/forms/form-switch";
import { FormTextArea } from "@/components/forms/form-text-area";
import { Note } from "@/components/ui/note";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { GRANT_MANAGEMENT } from "@/lib/oauth/client/members";
import { SettingsCard } from "./settings-card";

export interface SignInSettingsProps {
  words: Words;
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
  const { words, client, action, isPkceForAll, pkceSignIns, grantTypes, responseTypes } = props;
  const texts = words.console.settings.protocol.signIn;
  const signsIn = client.kind !== "service" || client.grantTypes.includes("authorization_code");
  const isPublic = client.tokenEndpointAuthMethod === "none";
  const fixed = isPublic ? texts.requirePkcePublic : isPkceForAll ? texts.requirePkceAll : null;
  return (
    <SettingsCard
      words={words}
      id="sign-in"
      title={texts.title}
      intro={texts.intro}
      action={action}
      notice={
        <>
          {signsIn && fixed ? <Note>{fixed}</Note> : null}
          {pkceSignIns === null || fixed ? null : <Note tone="success">{texts.suggestPkce(pkceSignIns)}</Note>}
        </>
      }
    >
      {signsIn && !fixed ? (
        <FormSwitch id="requirePkce" label={texts.requirePkce} hint={texts.requirePkceHint} isOn={client.requirePkce} />
      ) : null}
      <FormCheckGroup
        id="grantTypes"
        legend={texts.grantTypes}
        options={grantTypes.map((value) => ({ value, hint: texts.grantTypeHints[value] }))}
        chosen={client.grantTypes}
      />
      {responseTypes.length > 0 ? (
        <FormCheckGroup
          id="responseTypes"
          legend={texts.responseTypes}
          hint={texts.responseTypesHint}
          options={responseTypes.map((value) => ({ value }))}
          chosen={client.responseTypes}
        />
      ) : null}
      {signsIn ? (
        <>
          <FormSwitch
            id="requireSecondFactor"
            label={texts.requireSecondFactor}
            hint={texts.requireSecondFactorHint}
            isOn={client.requireSecondFactor}
          />
          <FormField
            id="defaultMaxAge"
            label={texts.defaultMaxAge}
            hint={texts.defaultMaxAgeHint}
            defaultValue={client.defaultMaxAge === null ? "" : String(client.defaultMaxAge)}
            inputMode="numeric"
          />
          <FormField
            id="maxConsentDays"
            label={texts.maxConsentDays}
            hint={texts.maxConsentDaysHint}
            defaultValue={client.maxConsentDays === null ? "" : String(client.maxConsentDays)}
            inputMode="numeric"
          />
          <FormSelect
            id="grantManagement"
            label={texts.grantManagement}
            hint={texts.grantManagementHint}
            options={[
              { value: "", label: texts.grantManagementChoices.off },
              ...GRANT_MANAGEMENT.map((value) => ({ value, label: texts.grantManagementChoices[value] })),
            ]}
            defaultValue={client.grantManagement ?? ""}
          />
          <FormSwitch
            id="requireAuthTime"
            label={texts.requireAuthTime}
            hint={texts.requireAuthTimeHint}
            isOn={client.requireAuthTime}
          />
          <FormTextArea
            id="defaultAcrValues"
            label={texts.defaultAcrValues}
            hint={texts.defaultAcrValuesHint}
            defaultValue={client.defaultAcrValues.join("\n")}
            rows={2}
            spellCheck={false}
          />
        </>
      ) : null}
    </SettingsCard>
  );
}
