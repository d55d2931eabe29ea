import { getWords } from "@/lib/i18n/words";
import { FormField } from "./form-field";
import { FormSelect } from "./form-select";

/** The settings of an API's tokens, in the form that registers it and in the one that changes it. */
export function TokenFields({ tokenFormat, accessTokenTtl }: { tokenFormat: string; accessTokenTtl: number }) {
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
