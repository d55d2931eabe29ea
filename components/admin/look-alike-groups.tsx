import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Time } from "@/components/ui/time";
import type { LookAlike, LookAlikes } from "@/lib/admin/look-alikes";
import { formatList } from "@/lib/i18n/format";
import { getWords } from "@/lib/i18n/words";
import { appColumns, statusColumn } from "./app-columns";
import { FramedTable } from "./framed-table";

export interface LookAlikeGroupsProps {
  groups: readonly LookAlikes[];
  suspend: (clientId: string) => Promise<void>;
  resume: (clientId: string) => Promise<void>;
}

/** Apps that people could take for one another, a table a group. */
export function LookAlikeGroups({ groups, suspend, resume }: LookAlikeGroupsProps) {
  const words = getWords().admin.clients;
  return (
    <section aria-labelledby="look-alikes-title" className="grid gap-3">
      <h2 id="look-alikes-title" className="text-lg font-semibold">
        {words.lookAlikes}
      </h2>
      <p className="max-w-measure text-fg-muted">{words.lookAlikesIntro}</p>
      {groups.length === 0 ? <EmptyState title={words.noLookAlikes} /> : null}
      <div className="grid gap-6">
        {groups.map(({ skeleton, clients }) => (
          <FramedTable
            key={skeleton}
            caption={words.groupCaption(formatList([...new Set(clients.map((client) => client.name))]))}
            columns={[
              ...appColumns(),
              statusColumn(),
              { key: "made", header: words.made, cell: ({ client }) => <Time value={client.createdAt} /> },
              {
                key: "action",
                header: <span className="sr-only">{words.action}</span>,
                align: "end",
                cell: ({ client }) => <SuspensionButton client={client} suspend={suspend} resume={resume} />,
              },
            ]}
            rows={clients.map((client) => ({ client, people: client.people, reports: client.reports }))}
            rowKey={({ client }) => client.clientId}
          />
        ))}
      </div>
    </section>
  );
}

function SuspensionButton({
  client,
  suspend,
  resume,
}: {
  client: Pick<LookAlike, "clientId" | "name" | "suspendedAt">;
} & Pick<LookAlikeGroupsProps, "suspend" | "resume">) {
  const words = getWords().admin.clients;
  const { clientId, name, suspendedAt } = client;
  return suspendedAt ? (
    <form action={resume.bind(null, clientId)}>
      <Button size="sm" aria-label={words.resumeLabel(name, clientId)}>
        {words.resume}
      </Button>
    </form>
  ) : (
    <form action={suspend.bind(null, clientId)}>
      <Button size="sm" aria-label={words.suspendLabel(name, clientId)}>
        {words.suspend}
      </Button>
    </form>
  );
}
