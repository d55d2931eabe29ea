import { ChevronRight } from "lucide-react";
import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { EmptyState } from "@/components/ui/empty-state";
import { getPageWords } from "@/lib/auth/page-words";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { GUIDES } from "@/lib/console/quickstart/guide";
import { guidesFor } from "@/lib/console/quickstart/quickstart";
import { ClientHeading } from "../_parts/client-heading";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.nav.quickstart, (await params).clientId);
}

/** Which libraries there is a guide for. */
export default async function Quickstarts({ params }: ClientParams) {
  const words = await getPageWords();
  const { quickstart: texts, frameworks } = words.console;
  const opened = await openClientPage((await params).clientId);
  const guides = guidesFor(opened.client);
  return (
    <>
      <ClientHeading words={words} opened={opened} section="quickstart" intro={texts.intro} />
      {guides.length === 0 ? (
        <EmptyState title={texts.none}>
          {texts.noneHint}{" "}
          <a href={clientPath(opened.client.clientId)} className="link inline-flex min-h-6 items-center">
            {texts.toOverview}
          </a>
        </EmptyState>
      ) : (
        <Card title={texts.choose}>
          <ul className="grid gap-2 @xl:grid-cols-2">
            {guides.map((name) => (
              <li key={name}>
                <a
                  href={clientPath(opened.client.clientId, `/quickstart/${name}`)}
                  className="flex min-h-11 items-center justify-between gap-3 rounded-control border border-border-control px-4 py-2 font-semibold hover:bg-sunken"
                >
                  {frameworks[GUIDES[name]]}
                  <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-fg-muted" />
                </a>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
