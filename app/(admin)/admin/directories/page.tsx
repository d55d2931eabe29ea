import { Card } from "@/components/console/card";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { adminTitle, openAdminPage } from "@/lib/admin/admin-page";
import { getPageWords } from "@/lib/auth/page-words";
import { listDirectories } from "@/lib/people/directories";
import { AdminHeading } from "../_parts/admin-heading";
import { DirectoryFields } from "./_parts/directory-fields";
import { DirectoryTable, RemoveDirectory } from "./_parts/directory-table";
import { directoryFormWords } from "./_parts/directory-words";
import { EditDirectory } from "./_parts/edit-directory";
import { TokenForm } from "./_parts/token-form";
import { addDirectoryAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return adminTitle(words.admin.directories.title);
};

/** Companies' directories, and a form for another one. */
export default async function Directories({
  searchParams,
}: {
  searchParams: Promise<{ edit?: string | string[]; remove?: string | string[] }>;
}) {
  const words = await getPageWords();
  const texts = words.admin.directories;
  const { actor } = await openAdminPage();
  const now = new Date();
  const directories = (await listDirectories(actor, now)) ?? [];
  const { edit, remove } = await searchParams;
  const edited = directories.find(({ directoryId }) => directoryId === edit);
  const leaving = directories.find(({ directoryId }) => directoryId === remove);
  return (
    <>
      <AdminHeading title={texts.title} intro={texts.intro} />
      {leaving ? <RemoveDirectory words={words} directory={leaving} /> : null}
      {directories.length > 0 ? (
        <DirectoryTable words={words} directories={directories} now={now} />
      ) : (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      )}
      {edited ? (
        <EditDirectory key={edited.directoryId} words={words} directory={edited} />
      ) : (
        <Card id="create">
          <TokenForm action={addDirectoryAction} title={texts.create} words={directoryFormWords(words)}>
            <DirectoryFields words={words} directory={null} />
            <div>
              <Button variant="primary">{texts.submit}</Button>
            </div>
          </TokenForm>
        </Card>
      )}
    </>
  );
}
