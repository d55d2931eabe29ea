import { ConsoleAreas } from "@/components/console/console-areas";
import { LinkButton } from "@/components/ui/button";
import { isOwn, listApis } from "@/lib/apis/registered-apis";
import { getPageWords } from "@/lib/auth/page-words";
import { openApisPage } from "@/lib/console/api-page";
import { consoleTitle } from "@/lib/console/console-page";
import { ApiList } from "./_parts/api-list";

export const generateMetadata = async () => {
  const words = await getPageWords();
  return consoleTitle(words.console.apis.title, words.console.area);
};

/** What apps can ask people for, API by API. */
export default async function Apis() {
  const words = await getPageWords();
  const texts = words.console.apis;
  const opened = await openApisPage();
  const apis = (await listApis(opened.actor)) ?? [];
  return (
    <>
      <ConsoleAreas words={words} current="apis" />
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="grid gap-1.5">
          <h1 id="page-title" tabIndex={-1} className="text-2xl font-heading">
            {texts.title}
          </h1>
          <p className="max-w-measure text-fg-muted">{texts.intro}</p>
        </div>
        <LinkButton href="/console/apis/new" variant="primary">
          {texts.register}
        </LinkButton>
      </div>
      <ApiList words={words} apis={apis.map((api) => ({ ...api, isOwn: isOwn(api) }))} />
    </>
  );
}
