import { Card } from "@/components/console/card";
import { ActionForm } from "@/components/forms/action-form";
import { FormField } from "@/components/forms/form-field";
import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import type { Words } from "@/lib/i18n/words";
import type { PersonDetails } from "@/lib/people/person-details";
import { joinGroupAction, leaveGroupAction } from "../actions";

export interface PersonGroupsProps {
  words: Words;
  person: PersonDetails;
  /** whoever looks is an administrator */
  isEditable: boolean;
}

/** The groups that a person is in, and for administrators a way into another one. */
export function PersonGroups({ words, person, isEditable }: PersonGroupsProps) {
  const { ofPerson: texts, remove } = words.admin.groups;
  return (
    <Card title={texts.title} id="groups">
      {person.groups.length === 0 ? <p className="text-sm text-fg-muted">{texts.none}</p> : null}
      <ul className="grid gap-2 text-sm empty:hidden">
        {person.groups.map(({ groupId, name }) => (
          <li key={groupId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
            {isEditable ? (
              <>
                <a
                  href={`/admin/groups/${groupId}`}
                  className="link inline-flex min-h-6 min-w-0 items-center wrap-anywhere"
                >
                  <bdi>{name}</bdi>
                </a>
                <PressForm action={leaveGroupAction.bind(null, person.userId, groupId)} heir="groups-heading">
                  <Button variant="secondary" size="sm" aria-label={texts.removeLabel(name)}>
                    {remove}
                  </Button>
                </PressForm>
              </>
            ) : (
              <bdi>{name}</bdi>
            )}
          </li>
        ))}
      </ul>
      {isEditable ? (
        <ActionForm
          action={joinGroupAction.bind(null, person.userId)}
          errorTitle={words.common.errorTitle(texts.title)}
          label={texts.add}
          className="flex flex-wrap items-end gap-3"
        >
          <FormField id="group" label={texts.field} className="min-w-48 flex-1 sm:max-w-xs" />
          <Button variant="secondary">{texts.add}</Button>
        </ActionForm>
      ) : null}
    </Card>
  );
}
