import { ConsoleAreas } from "@/components/console/console-areas";
import { ConsoleShell } from "@/components/console/console-shell";
import { ResourceList } from "@/components/console/resource-list";
import { LinkButton } from "@/components/ui/button";
import { consoleTitle } from "@/lib/console/console-page";
import { openResourcesPage } from "@/lib/console/resource-page";
import { isOwn, listResources } from "@/lib/console/resources";
import { getWords } from "@/lib/i18n/words";

export const generateMetadata = () => consoleTitle(getWords().console.apis.title, getWords().console.area);

/** What apps can ask people for, API by API. */
export default async function Apis() {
  const words = getWords().console.apis;
  const opened = await openResourcesPage();
  const resources = (await listResources(opened.actor)) ?? [];
  return (
    <ConsoleShell console={opened}>
      <ConsoleAreas current="apis" />
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
            {words.title}
          </h1>
          <p className="max-w-measure text-fg-muted">{words.intro}</p>
        </div>
        <LinkButton href="/console/apis/new" variant="primary">
          {words.register}
        </LinkButton>
      </div>
      <ResourceList resources={resources.map((resource) => ({ ...resource, isOwn: isOwn(resource) }))} />
    </ConsoleShell>
  );
}
