import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { Button } from "@/components/ui/button";
import type { ClientDetails } from "@/lib/db/clients/clients";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

/** Name and links, as people see them. */
export function BrandingForm({ words, client, action }: { words: Words; client: ClientDetails; action: FormAction }) {
  const texts = words.console.branding;
  const link = { type: "url", inputMode: "url", placeholder: texts.linkPlaceholder } as const;
  return (
    <ActionForm
      action={action}
      errorTitle={words.common.errorTitle(texts.title)}
      label={texts.title}
      className="grid max-w-xl content-start gap-5"
    >
      <FormField id="name" label={texts.name} defaultValue={client.name} required maxLength={80} />
      <FormField
        id="publisher"
        label={texts.publisher}
        hint={texts.publisherHint}
        defaultValue={client.publisher ?? ""}
        maxLength={80}
      />
      <FormField id="clientUri" label={texts.clientUri} defaultValue={client.clientUri ?? ""} {...link} />
      <FormField id="policyUri" label={texts.policyUri} defaultValue={client.policyUri ?? ""} {...link} />
      <FormField id="tosUri" label={texts.tosUri} defaultValue={client.tosUri ?? ""} {...link} />
      <FormField
        id="contact"
        type="email"
        label={texts.contact}
        hint={texts.contactHint}
        defaultValue={client.contacts[0] ?? ""}
      />
      <div>
        <Button variant="primary">{texts.save}</Button>
      </div>
    </ActionForm>
  );
}
