import { ActionForm } from "@/components/forms/action-form";
import { FormCheckGroup } from "@/components/forms/form-check-group";
import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormField } from "@/components/forms/form-field";
import { FormSelect } from "@/components/forms/form-select";
import { Button } from "@/components/ui/button";
import type { EventStream } from "@/lib/db/clients/event-streams";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { EVENT_KINDS } from "@/lib/oauth/events/kinds";

/** The ways, as the form offers them. */
const WAYS = ["none", "push", "poll"] as const;

export interface StreamFormProps {
  words: Words;
  /** null: the app is told of nothing */
  stream: EventStream | null;
  action: FormAction;
}

/** How the app is told of events, where, and of which. */
export function StreamForm({ words, stream, action }: StreamFormProps) {
  const texts = words.console.signals;
  return (
    <ActionForm
      action={action}
      errorTitle={words.common.errorTitle(texts.formTitle)}
      label={texts.formTitle}
      className="grid max-w-xl content-start gap-5"
    >
      <FormSelect
        id="delivery"
        label={texts.delivery}
        options={WAYS.map((value) => ({ value, label: texts.ways[value] }))}
        defaultValue={stream?.delivery ?? "none"}
      />
      <FormField
        id="endpointUrl"
        label={texts.endpoint}
        hint={texts.endpointHint}
        defaultValue={stream?.endpointUrl ?? ""}
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
      />
      <FormField
        id="authorization"
        label={texts.authorization}
        hint={stream?.hasAuthorization ? texts.authorizationKept : texts.authorizationHint}
        type="password"
        autoComplete="off"
        spellCheck={false}
      />
      {stream?.hasAuthorization ? <FormCheckbox id="removesAuthorization" label={texts.authorizationRemove} /> : null}
      <FormCheckGroup
        id="events"
        legend={texts.events}
        options={EVENT_KINDS.map((value) => ({ value, label: texts.kinds[value] }))}
        chosen={stream?.events ?? EVENT_KINDS}
      />
      <div>
        <Button variant="primary">{texts.save}</Button>
      </div>
    </ActionForm>
  );
}
