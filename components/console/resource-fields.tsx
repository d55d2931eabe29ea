import type { ResourceDetails } from "@/lib/db/resources";
import { getWords } from "@/lib/i18n/words";
import { FormField } from "./form-field";
import { FormSelect } from "./form-select";
import { FormTextArea } from "./form-text-area";

type Token = Pick<ResourceDetails, "tokenFormat" | "accessTokenTtl" | "signingAlg" | "tokenTyp">;

/** The settings of an API's tokens, in the form that registers it and in the one that changes it. */
export function TokenFields({ tokenFormat, accessTokenTtl, signingAlg, tokenTyp }: Token) {
  const words = getWords().console.apis;
  const texts = words.registerPage;
  return (
    <>
      <FormSelect
        id="tokenFormat"
        label={texts.format}
        hint={texts.formatHint}
        defaultValue={tokenFormat}
        options={(["opaque", "jwt"] as const).map((value) => ({ value, label: words.formats[value] }))}
      />
      <FormSelect
        id="signingAlg"
        label={texts.signingAlg}
        hint={texts.signingAlgHint}
        defaultValue={signingAlg}
        options={(["RS256", "ES256"] as const).map((value) => ({ value, label: words.signingAlgs[value] }))}
      />
      <FormSelect
        id="tokenTyp"
        label={texts.tokenTyp}
        hint={texts.tokenTypHint}
        defaultValue={tokenTyp}
        options={(["at+jwt", "JWT"] as const).map((value) => ({ value, label: words.tokenTyps[value] }))}
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
export function PolicyFields({ clientPolicy, listedClients }: Pick<ResourceDetails, "clientPolicy" | "listedClients">) {
  const words = getWords().console.apis;
  return (
    <>
      <FormSelect
        id="clientPolicy"
        label={words.policy.label}
        hint={words.policy.hint}
        defaultValue={clientPolicy}
        options={(["scopes", "open", "review", "listed"] as const).map((value) => ({
          value,
          label: words.policy.policies[value],
        }))}
      />
      <FormTextArea
        id="listedClients"
        label={words.policy.listed}
        hint={words.policy.listedHint}
        defaultValue={listedClients.join("\n")}
        rows={3}
        spellCheck={false}
      />
    </>
  );
}
