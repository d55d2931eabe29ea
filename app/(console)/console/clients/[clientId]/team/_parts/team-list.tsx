import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import { decodeEmail } from "@/lib/auth/readable-host";
import type { Teammate } from "@/lib/db/clients/teams";
import type { TeamRole } from "@/lib/events/team-roles";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

/** Somebody of the team, and what whoever looks can do about it; null: nothing. */
export interface ShownTeammate extends Teammate {
  isOneself: boolean;
  /** to the other role */
  changeRole: FormAction | null;
  remove: FormAction | null;
}

export interface TeamListProps {
  words: Words;
  ownerEmail: string | null;
  teammates: readonly ShownTeammate[];
}

/** The owner of an app, then whoever else works on it. */
export function TeamList({ words, ownerEmail, teammates }: TeamListProps) {
  const texts = words.console.team;
  const owner = { key: "owner", name: ownerEmail ? decodeEmail(ownerEmail) : texts.noOwner, teammate: null };
  const others = teammates.map((teammate) => ({ key: teammate.userId, name: decodeEmail(teammate.email), teammate }));
  const hasActions = teammates.some(({ remove }) => remove !== null);
  return (
    <DataTable<{ key: string; name: string; teammate: ShownTeammate | null }>
      caption={texts.people}
      isCaptionHidden
      rows={[owner, ...others]}
      rowKey={({ key }) => key}
      columns={[
        {
          key: "person",
          header: texts.person,
          isRowHeader: true,
          cell: ({ name, teammate }) => (
            <>
              <bdi>{name}</bdi>
              {teammate?.isOneself ? <span className="font-normal text-fg-muted"> ({texts.you})</span> : null}
            </>
          ),
        },
        { key: "role", header: texts.role, cell: ({ teammate }) => texts.roles[teammate?.role ?? "owner"] },
        {
          key: "since",
          header: texts.since,
          cell: ({ teammate }) => (teammate ? <Time words={words} value={teammate.joinedAt} /> : "–"),
        },
        ...(hasActions
          ? [
              {
                key: "actions",
                header: texts.actions,
                cell: ({ name, teammate }: { name: string; teammate: ShownTeammate | null }) =>
                  teammate ? <Acts words={words} name={name} teammate={teammate} /> : null,
              },
            ]
          : []),
      ]}
    />
  );
}

function Acts({ words, name, teammate }: { words: Words; name: string; teammate: ShownTeammate }) {
  const texts = words.console.team;
  const other: TeamRole = teammate.role === "developer" ? "viewer" : "developer";
  return (
    <span className="flex flex-wrap gap-2">
      {teammate.changeRole ? (
        <PressForm action={teammate.changeRole}>
          <Button size="sm" variant="secondary" aria-label={texts.makeOf[other](name)}>
            {texts.make[other]}
          </Button>
        </PressForm>
      ) : null}
      {teammate.remove ? (
        <PressForm action={teammate.remove} heir="people-heading">
          <Button size="sm" variant="secondary" aria-label={texts.removeOf(name)}>
            {texts.remove}
          </Button>
        </PressForm>
      ) : null}
    </span>
  );
}
