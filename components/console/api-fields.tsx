import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { FormTextArea } from "@/components/forms/form-text-area";
import type { ApiDetails } from "@/lib/db/clients/apis";
import type { Words } from "@/lib/i18n/words";

type Token = Pick<ApiDetails, "tokenFormat" | "accessTokenTtl" | "signingAlg" | "tokenTyp"> & { words: Words };

/** The settings of an API's tokens, in the form that registers it and in the one that changes it. */
export function TokenFields({ words, tokenFormat, accessTokenTtl, signingAlg, tokenTyp }: Token) {
  const texts = words.console.apis.registerPage;
  return (
    <>
      <FormSelect
        id="tokenFormat"
        label={texts.format}
        hint={texts.formatHint}
        defaultValue={tokenFormat}
        options={(["opaque", "jwt"] as const).map((value) => ({ value, label: words.console.apis.formats[value] }))}
      />
      <FormSelect
        id="signingAlg"
        label={texts.signingAlg}
        hint={texts.signingAlgHint}
        defaultValue={signingAlg}
        options={(["RS256", "ES256"] as const).map((value) => ({
          value,
          label: words.console.apis.signingAlgs[value],
        }))}
      />
      <FormSelect
        id="tokenTyp"
        label={texts.tokenTyp}
        hint={texts.tokenTypHint}
        defaultValue={tokenTyp}
        options={(["at+jwt", "JWT"] as const).map((value) => ({ value, label: words.console.apis.tokenTyps[value] }))}
      />
      <FormField
        id="accessTokenTtl"
        label={texts.ttl}
        hint={texts.ttlHint}
        defaultValue={String(accessTokenTtl)}
        inputMode="numeric"
        required
        className="max-w-xs"
      />
    </>
  );
}

/** Which apps may ask for an API. */
export function PolicyFields({
  words,
  clientPolicy,
  listedClients,
}: Pick<ApiDetails, "clientPolicy" | "listedClients"> & { words: Words }) {
  const texts = words.console.apis;
  return (
    <>
      <FormSelect
        id="clientPolicy"
        label={texts.policy.label}
        hint={texts.policy.hint}
        defaultValue={clientPolicy}
        options={(["scopes", "open", "review", "listed"] as const).map((value) => ({
          value,
          label: texts.policy.policies[value],
        }))}
      />
      <FormTextArea
        id="listedClients"
        label={texts.policy.listed}
        hint={texts.policy.listedHint}
        defaultValue={listedClients.join("\n")}
        rows={3}
        spellCheck={false}
      />
    </>
  );
}
