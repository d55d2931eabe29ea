import { Card } from "@/components/console/card";
import { clientPath } from "@/components/console/client-path";
import { EmptyState } from "@/components/ui/empty-state";
import { Nav } from "@/components/ui/nav";
import { getPageWords } from "@/lib/auth/page-words";
import { findAppUsage, readUsageRange, USAGE_RANGES, type UsageRange } from "@/lib/clients/app-usage";
import { type ClientParams, clientTitle, openClientPage } from "@/lib/console/console-page";
import { ClientHeading } from "../_parts/client-heading";
import { ErrorCauses } from "./_parts/error-causes";
import { SignInChart } from "./_parts/sign-in-chart";
import { TokenChart } from "./_parts/token-chart";

export async function generateMetadata({ params }: ClientParams) {
  const words = await getPageWords();
  return clientTitle(words.console.usage.title, (await params).clientId);
}

type UsageProps = ClientParams & { searchParams: Promise<{ range?: string | string[] }> };

const RANGES = Object.keys(USAGE_RANGES) as UsageRange[];

/** How much the app is used, drawn and as tables. */
export default async function Usage({ params, searchParams }: UsageProps) {
  const words = await getPageWords();
  const texts = words.console.usage;
  const opened = await openClientPage((await params).clientId);
  const { clientId } = opened.client;
  const range = readUsageRange((await searchParams).range);
  const usage = await findAppUsage(opened.managed, range, new Date());
  const path = clientPath(clientId, "/usage");
  const { signIns, tokens, errors } = usage.total;
  const isEmpty = [signIns, tokens, errors].every((each) => Object.values(each).every((value) => value === 0));
  return (
    <>
      <ClientHeading words={words} opened={opened} section="usage" intro={texts.intro} />
      <Nav
        label={texts.range}
        direction="row"
        items={RANGES.map((each) => ({
          href: `${path}?range=${each}`,
          label: texts.ranges[each],
          isCurrent: each === range,
        }))}
      />
      {isEmpty ? (
        <EmptyState title={texts.none}>{texts.noneHint}</EmptyState>
      ) : (
        <>
          <Card title={texts.signInsBy(signIns.done, usage.people)} id="sign-ins">
            <SignInChart words={words} usage={usage} />
          </Card>
          <Card title={texts.tokens(Object.values(tokens).reduce((sum, each) => sum + each, 0))} id="tokens">
            <TokenChart words={words} usage={usage} />
          </Card>
          <Card title={texts.errors(Object.values(errors).reduce((sum, each) => sum + each, 0))} id="errors">
            <ErrorCauses words={words} usage={usage} eventsPath={clientPath(clientId, "/events")} />
          </Card>
          <p>
            <a
              href={`${path}/export?range=${range}`}
              className="link inline-flex min-h-6 items-center text-sm"
              download
            >
              {texts.download}
            </a>
          </p>
        </>
      )}
    </>
  );
}
