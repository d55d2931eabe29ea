import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { LookAlike, LookAlikes } from "@/lib/admin/look-alikes";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";
import { appColumns, statusColumn } from "./app-columns";
import { FramedTable } from "./framed-table";

/** gets the client id */
type AppAction = (clientId: string, ...rest: Parameters<FormAction>) => ReturnType<FormAction>;

export interface LookAlikeGroupsProps {
  words: Words;
  groups: readonly LookAlikes[];
  /** how many groups there are besides */
  more: number;
  suspend: AppAction;
  resume: AppAction;
}

/** Apps that people could take for one another, a table a group. */
export function LookAlikeGroups({ words, groups, more, suspend, resume }: LookAlikeGroupsProps) {
  const texts = words.admin.clients;
  return (
    <section aria-labelledby="look-alikes-title" className="grid gap-3">
      <h2 id="look-alikes-title" className="text-lg font-semibold">
        {texts.lookAlikes}
      </h2>
      <p className="max-w-measure text-fg-muted">{texts.lookAlikesIntro}</p>
      {groups.length === 0 ? <EmptyState title={texts.noLookAlikes} /> : null}
      <div className="grid gap-6">
        {groups.map(({ skeleton, count, clients }) => (
          <div key={skeleton} className="grid gap-2">
            <FramedTable
              caption={texts.groupCaption(words.formats.formatList([...new Set(clients.map((client) => client.name))]))}
              columns={[
                ...appColumns(words),
                statusColumn(words),
                {
                  key: "made",
                  header: texts.made,
                  cell: ({ client }) => <Time words={words} value={client.createdAt} />,
                },
                {
                  key: "action",
                  header: <span className="sr-only">{texts.action}</span>,
                  align: "end",
                  cell: ({ client }) => (
                    <SuspensionButton words={words} client={client} suspend={suspend} resume={resume} />
                  ),
                },
              ]}
              rows={clients.map((client) => ({ client, people: client.people, reports: client.reports }))}
              rowKey={({ client }) => client.clientId}
            />
            {count > clients.length ? (
              <p className="text-sm text-fg-muted">{texts.moreAlike(count - clients.length)}</p>
            ) : null}
          </div>
        ))}
      </div>
      {more > 0 ? <p className="text-sm text-fg-muted">{texts.moreGroups(more)}</p> : null}
    </section>
  );
}

function SuspensionButton({
  words,
  client,
  suspend,
  resume,
}: {
  words: Words;
  client: Pick<LookAlike, "clientId" | "name" | "suspendedAt">;
} & Pick<LookAlikeGroupsProps, "suspend" | "resume">) {
  const texts = words.admin.clients;
  const { clientId, name, suspendedAt } = client;
  return suspendedAt ? (
    <PressForm action={resume.bind(null, clientId)}>
      <Button size="sm" aria-label={texts.resumeLabel(name, clientId)}>
        {texts.resume}
      </Button>
    </PressForm>
  ) : (
    <PressForm action={suspend.bind(null, clientId)}>
      <Button size="sm" aria-label={texts.suspendLabel(name, clientId)}>
        {texts.suspend}
      </Button>
    </PressForm>
  );
}
