import { secretOnceWords, uriWords } from "@/components/console/console-words";
import type { Words } from "@/lib/i18n/words";
import type { ClientKind } from "@/lib/oauth/model";
import { KindDefaults } from "./kind-defaults";
import { RegisterForm, type RegisterFormProps } from "./register-form";

export interface UriStepProps {
  words: Words;
  action: RegisterFormProps["action"];
  kind: ClientKind;
  name: string;
  issuer: string;
  requestKey: string;
  backHref: string;
  /** the portal requires PKCE of every app */
  isPkceForAll: boolean;
  frameworks: readonly (keyof Words["console"]["frameworks"])[];
}

/** Step 2: where people come back. Everything may be left for later. */
export function UriStep(props: UriStepProps) {
  const { words, action, kind, name, issuer, requestKey, backHref, isPkceForAll, frameworks } = props;
  const texts = words.console.register;
  const isService = kind === "service";
  const options = frameworks.map((value) => ({ value, label: words.console.frameworks[value] }));
  return (
    <RegisterForm
      action={action}
      intro={
        <div className="grid gap-1.5">
          <h2 className="text-xl font-heading">{isService ? texts.serviceTitle : texts.urisTitle}</h2>
          <p className="max-w-measure text-fg-muted">{isService ? texts.serviceIntro(name) : texts.urisIntro(name)}</p>
        </div>
      }
      hidden={{ kind, name, requestKey }}
      uris={
        isService
          ? null
          : {
              context: { kind, status: "development", issuer, registered: [] },
              hint: texts.urisHint,
              frameworks: [{ value: "", label: texts.frameworkChoice }, ...options],
            }
      }
      backHref={backHref}
      errorTitle={words.common.errorTitle(texts.title)}
      defaults={<KindDefaults words={words} kind={kind} isPkceForAll={isPkceForAll} />}
      words={{
        ...secretOnceWords(words),
        uris: texts.uris,
        uri: uriWords(words),
        framework: texts.framework,
        fill: texts.fill,
        submit: texts.submit,
        back: texts.back,
        doneIntro: texts.doneIntro,
        clientId: words.console.credentials.clientId,
        copyClientId: words.console.copyOf(words.console.credentials.clientId),
        open: texts.open,
        openQuickstart: texts.openQuickstart,
        addUriNext: texts.addUriNext,
        addUri: texts.addUri,
        changePreset: texts.preset.change,
      }}
    />
  );
}
