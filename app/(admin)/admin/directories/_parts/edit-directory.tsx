import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { Button } from "@/components/ui/button";
import { FocusTarget } from "@/components/ui/focus-target";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { ListedDirectory } from "@/lib/db/people/directories";
import type { Words } from "@/lib/i18n/words";
import { nameSeenDirectory, OLD_TOKEN_DAYS } from "@/lib/people/directories";
import { changeDirectoryAction, rotateTokenAction } from "../actions";
import { DirectoryFields } from "./directory-fields";
import { directoryFormWords } from "./directory-words";
import { TokenForm } from "./token-form";

/** Changes a directory, and gives it another token. */
export function EditDirectory({ words, directory }: { words: Words; directory: ListedDirectory }) {
  const texts = words.admin.directories;
  const { directoryId, name } = directory;
  return (
    <>
      <Card title={texts.editTitle(name)} id="edit">
        <ActionForm
          action={changeDirectoryAction.bind(null, directoryId, nameSeenDirectory(directory))}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.editTitle(name)}
          className="grid max-w-xl gap-5"
        >
          <FocusTarget key={directoryId} id="name" />
          <DirectoryFields words={words} directory={directory} />
          <div className="flex flex-wrap items-center gap-3">
            <Button variant="primary">{texts.save}</Button>
            <InPlaceLink href="/admin/directories">{words.common.cancel}</InPlaceLink>
          </div>
        </ActionForm>
      </Card>
      <Card id="token">
        <TokenForm
          action={rotateTokenAction.bind(null, directoryId)}
          title={texts.rotateTitle(name)}
          words={directoryFormWords(words)}
        >
          <p className="text-sm text-fg-muted">{texts.rotateHint(OLD_TOKEN_DAYS)}</p>
          <div>
            <Button>{texts.rotate}</Button>
          </div>
        </TokenForm>
      </Card>
    </>
  );
}
