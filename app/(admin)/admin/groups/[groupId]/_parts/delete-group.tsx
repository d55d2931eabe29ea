import { PressForm } from "@/components/forms/press-form";
import { Button } from "@/components/ui/button";
import { InPlaceLink } from "@/components/ui/in-place-link";
import type { Group } from "@/lib/db/people/groups";
import type { Words } from "@/lib/i18n/words";
import { isCountedWhole } from "@/lib/people/groups";
import { deleteGroupAction } from "../actions";

export interface DeleteGroupProps {
  words: Words;
  group: Group;
  /** how many people are in it, once somebody asks to delete it; null: nobody does */
  members: number | null;
}

/** Deletes a group, after a question. */
export function DeleteGroup({ words, group, members }: DeleteGroupProps) {
  const texts = words.admin.groups;
  const path = `/admin/groups/${group.groupId}`;
  if (members === null) {
    return (
      <>
        <p className="text-sm text-fg-muted">{texts.deleteHint}</p>
        <div>
          <InPlaceLink id="delete" href={`${path}?ask=delete#delete-question`}>
            {texts.delete}
          </InPlaceLink>
        </div>
      </>
    );
  }
  return (
    <div id="delete-question" className="grid gap-3 text-sm">
      <h3 className="text-base font-semibold wrap-anywhere">{texts.deleteTitle(group.name)}</h3>
      <p>{isCountedWhole(members) ? texts.deleteBody(members) : texts.deleteBodyMany(members)}</p>
      <div className="flex flex-wrap gap-3">
        <InPlaceLink href={path} isFocused heir="delete">
          {texts.keep}
        </InPlaceLink>
        <PressForm action={deleteGroupAction.bind(null, group.groupId)}>
          <Button variant="danger">{texts.delete}</Button>
        </PressForm>
      </div>
    </div>
  );
}
