import { Card } from "@/components/console/card";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { getPageWords } from "@/lib/auth/page-words";
import { openApisPage } from "@/lib/console/api-page";
import { consoleTitle } from "@/lib/console/console-page";
import { ApiForm } from "./_parts/api-form";
import { registerApiAction } from "./actions";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return consoleTitle(words.console.apis.registerPage.title, words.console.area);
};

/** Register an API: its name, its identifier and its tokens. */
export default async function RegisterApi() {
  const words = await getPageWords();
  const texts = words.console.apis.registerPage;
  await openApisPage();
  return (
    <>
      <div className="grid gap-3">
        <Breadcrumb
          label={words.console.breadcrumb}
          items={[{ href: "/console/apis", label: words.console.apis.title }, { label: texts.title }]}
        />
        <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
          {texts.title}
        </h1>
        <p className="max-w-measure text-fg-muted">{texts.intro}</p>
      </div>
      <Card>
        <ApiForm words={words} action={registerApiAction} />
      </Card>
    </>
  );
}
