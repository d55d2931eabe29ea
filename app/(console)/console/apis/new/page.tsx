import { Card } from "@/components/console/card";
import { ConsoleShell } from "@/components/console/console-shell";
import { ResourceForm } from "@/components/console/resource-form";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { consoleTitle } from "@/lib/console/console-page";
import { openResourcesPage } from "@/lib/console/resource-page";
import { getWords } from "@/lib/i18n/words";
import { registerResourceAction } from "./actions";

export const generateMetadata = () => consoleTitle(getWords().console.apis.registerPage.title, getWords().console.area);

/** Register an API: its name, its identifier and its tokens. */
export default async function RegisterApi() {
  const words = getWords().console;
  const texts = words.apis.registerPage;
  const opened = await openResourcesPage();
  return (
    <ConsoleShell console={opened}>
      <div className="grid gap-3">
        <Breadcrumb
          label={words.breadcrumb}
          items={[{ href: "/console/apis", label: words.apis.title }, { label: texts.title }]}
        />
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
          {texts.title}
        </h1>
        <p className="max-w-measure text-fg-muted">{texts.intro}</p>
      </div>
      <Card>
        <ResourceForm action={registerResourceAction} />
      </Card>
    </ConsoleShell>
  );
}
