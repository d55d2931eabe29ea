import { DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import { describeDevice } from "@/lib/auth/describe-device";
import type { AuditEvent } from "@/lib/db/audit/list-events";
import type { Words } from "@/lib/i18n/words";
import type { PersonDetails } from "@/lib/people/person-details";

interface ListProps {
  words: Words;
  person: PersonDetails;
  now: Date;
}

function None({ children }: { children: string }) {
  return <p className="text-sm text-fg-muted">{children}</p>;
}

/** Where the person is signed in. */
export function Devices({ words, person, now }: ListProps) {
  const texts = words.admin.people;
  const names = words.account.sessions;
  if (person.sessions.length === 0) return <None>{texts.noDevices}</None>;
  return (
    <DataTable
      caption={texts.devicesCaption}
      isCaptionHidden
      rows={person.sessions}
      rowKey={({ sessionId }) => sessionId}
      columns={[
        {
          key: "device",
          header: texts.device,
          isRowHeader: true,
          cell: ({ userAgent }) => {
            const { browser, system } = describeDevice(userAgent);
            return browser && system ? names.on(browser, system) : (browser ?? system ?? names.unknownDevice);
          },
        },
        {
          key: "lastSeen",
          header: texts.lastSeen,
          cell: ({ lastSeenAt }) => <Time words={words} value={lastSeenAt} format="relative" now={now} />,
        },
        {
          key: "address",
          header: texts.address,
          cell: ({ ipAddress }) => <span className="font-mono text-code">{ipAddress ?? texts.addressUnknown}</span>,
        },
      ]}
    />
  );
}

/** Apps that may use the account. */
export function AllowedApps({ words, person, now }: ListProps) {
  const texts = words.admin.people;
  if (person.apps.length === 0) return <None>{texts.noApps}</None>;
  return (
    <DataTable
      caption={texts.appsCaption}
      isCaptionHidden
      rows={person.apps}
      rowKey={({ clientId }) => clientId}
      columns={[
        {
          key: "app",
          header: texts.app,
          isRowHeader: true,
          cell: ({ clientId, name }) => <AppLink clientId={clientId} name={name} />,
        },
        {
          key: "allowed",
          header: texts.allowed,
          cell: ({ allowedAt }) => <Time words={words} value={allowedAt} />,
        },
        {
          key: "used",
          header: texts.used,
          cell: ({ lastUsedAt }) =>
            lastUsedAt ? <Time words={words} value={lastUsedAt} format="relative" now={now} /> : texts.never,
        },
      ]}
    />
  );
}

/** Apps that the person registered. */
export function OwnedApps({ words, person }: ListProps) {
  if (person.ownedClients.length === 0) return <None>{words.admin.people.noOwned}</None>;
  return (
    <ul className="grid gap-1 text-sm">
      {person.ownedClients.map(({ clientId, name }) => (
        <li key={clientId}>
          <AppLink clientId={clientId} name={name} />
        </li>
      ))}
    </ul>
  );
}

/** The newest events of the account, by their types in the audit log. */
export function NewestEvents({ words, person }: ListProps) {
  const texts = words.admin.people;
  if (person.events.length === 0) return <None>{texts.noEvents}</None>;
  return (
    <DataTable
      caption={texts.activityCaption}
      isCaptionHidden
      rows={person.events}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "event",
          header: texts.event,
          isRowHeader: true,
          cell: ({ type }) => <code className="font-normal">{type}</code>,
        },
        {
          key: "when",
          header: texts.when,
          cell: ({ createdAt }) => <Time words={words} value={createdAt} format="date-time" />,
        },
        {
          key: "from",
          header: texts.from,
          cell: (event) => <span className="font-mono text-code">{describeOrigin(event, words)}</span>,
        },
      ]}
    />
  );
}

function AppLink({ clientId, name }: { clientId: string; name: string }) {
  return (
    <a href={`/admin/clients/${encodeURIComponent(clientId)}`} className="link inline-flex min-h-6 items-center">
      <bdi>{name}</bdi>
    </a>
  );
}

function describeOrigin({ ipAddress, data }: AuditEvent, words: Words): string {
  const texts = words.admin.people;
  if (ipAddress !== null) return ipAddress;
  if (data.source === "command line") return texts.commandLine;
  return data.source === "job" ? texts.job : texts.addressUnknown;
}
