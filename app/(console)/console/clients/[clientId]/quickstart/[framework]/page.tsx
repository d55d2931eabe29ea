import { clientPath } from "@/components/console/client-path";
import { Nav } from "@/components/ui/nav";
import { getPageWords } from "@/lib/auth/page-words";
import { clientTitle, openClientPage } from "@/lib/console/console-page";
import { GUIDE_NAMES, GUIDES } from "@/lib/console/quickstart/guide";
import { findQuickstart, guidesFor } from "@/lib/console/quickstart/quickstart";
import { answerNotFound } from "@/lib/http/page-status";
import WideNotFound from "../../../../(wide)/not-found";
import { ClientHeading } from "../../_parts/client-heading";
import { GuideSteps } from "./_parts/guide-steps";

interface QuickstartParams {
  params: Promise<{ clientId: string; framework: string }>;
}

export async function generateMetadata({ params }: QuickstartParams) {
  const words = await getPageWords();
  const { clientId, framework } = await params;
  const name = GUIDE_NAMES.find((each) => each === framework);
  const { quickstart, frameworks, nav } = words.console;
  return clientTitle(name ? quickstart.guideTitle(frameworks[GUIDES[name]]) : nav.quickstart, clientId);
}

/** A program that signs people in to this app, from an empty folder to the first sign-in. */
export default async function QuickstartPage({ params }: QuickstartParams) {
  const words = await getPageWords();
  const { quickstart: texts, frameworks } = words.console;
  const { clientId, framework } = await params;
  const opened = await openClientPage(clientId);
  const now = new Date();
  const guide = await findQuickstart(opened.managed, framework, now);
  if (!guide) {
    answerNotFound();
    return <WideNotFound />;
  }
  const name = frameworks[GUIDES[guide.name]];
  const path = (rest: string) => clientPath(opened.client.clientId, rest);
  return (
    <>
      <ClientHeading
        words={words}
        opened={opened}
        section="quickstart"
        page={{ name, title: texts.guideTitle(name), sectionHref: path("/quickstart") }}
        intro={texts.guideIntro}
      />
      <Nav
        label={texts.choose}
        direction="row"
        items={guidesFor(opened.client).map((name) => ({
          href: path(`/quickstart/${name}`),
          label: frameworks[GUIDES[name]],
          isCurrent: name === guide.name,
        }))}
      />
      <GuideSteps words={words} guide={guide} clientId={opened.client.clientId} now={now} />
    </>
  );
}
