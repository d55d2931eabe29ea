import { FormCheckbox } from "@/components/forms/form-checkbox";
import { FormField } from "@/components/forms/form-field";
import type { DirectorySettings } from "@/lib/db/people/directories";
import type { Words } from "@/lib/i18n/words";

/** What administrators decide about a directory. @param directory the one to change; null: a new one */
export function DirectoryFields({ words, directory }: { words: Words; directory: DirectorySettings | null }) {
  const texts = words.admin.directories;
  return (
    <>
      <FormField id="name" label={texts.name} hint={texts.nameHint} maxLength={60} defaultValue={directory?.name} />
      <FormField
        id="domains"
        label={texts.domainsField}
        hint={texts.domainsHint}
        maxLength={5000}
        spellCheck={false}
        autoCapitalize="none"
        defaultValue={directory?.domains.join(", ")}
      />
      <FormCheckbox
        id="links-existing"
        label={texts.linksExisting}
        hint={texts.linksExistingHint}
        defaultChecked={directory?.linksExisting ?? false}
      />
      <FormCheckbox
        id="invites"
        label={texts.invites}
        hint={texts.invitesHint}
        defaultChecked={directory?.invites ?? false}
      />
    </>
  );
}
