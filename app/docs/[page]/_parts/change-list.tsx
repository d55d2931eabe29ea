import { readChanges } from "@/lib/docs/changes";

/** What changed, as it stands in the file for whoever upgrades, which is in English. */
export async function ChangeList() {
  return (
    <div
      lang="en"
      className="doc-prose max-w-measure"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: made of a file of the portal's own
      dangerouslySetInnerHTML={{ __html: await readChanges() }}
    />
  );
}
