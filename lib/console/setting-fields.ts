import * as field from "../forms/fields";
import { listSettings, memberOf } from "../oauth/client/member-lists";
import type { Member, MemberKey, SettingsGroup } from "../oauth/client/members";

/** How a form reads a member of each type. A member that the page does not show is undefined, and stays as it is. */
const fieldOf: Record<Member["type"], field.Field<unknown>> = {
  flag: field.ifShown(field.tick()),
  list: boxesOrLines(),
  text: field.ifSent(field.text()),
  choice: field.ifSent(nameOrNull()),
  number: field.ifSent(field.count()),
  json: field.ifSent(json()),
};

/** The fields of a group of settings: one per member, by its name. */
export function settingFields(group: SettingsGroup): field.Fields {
  return Object.fromEntries(listSettings(group).map((key) => [key, fieldOf[memberOf(key).type]]));
}

/** The members that the form of the branding shows. */
export const brandingMembers: readonly MemberKey[] = [...listSettings("branding"), "contacts"];

/** Checkboxes with one name, or a text area with one value per line. */
function boxesOrLines(): field.Field<string[] | undefined> {
  const boxes = field.ifShown(field.ticks());
  const lines = field.ifSent(field.lines());
  return {
    read: (form, name) => boxes.read(form, name) ?? lines.read(form, name),
    readTyped: (form, name) => boxes.readTyped(form, name) ?? lines.readTyped(form, name),
  };
}

/** A select, whose empty choice means none. */
function nameOrNull(): field.Field<string | null> {
  const { read } = field.text();
  return { read: (form, name) => read(form, name) || null, readTyped: read };
}

/** Invalid JSON is passed on as text, which the schema refuses. */
function json(): field.Field<unknown> {
  const { read } = field.text();
  return {
    read: (form, name) => {
      const text = read(form, name);
      if (text === "") return null;
      try {
        return JSON.parse(text);
      } catch (error) {
        if (error instanceof SyntaxError) return text;
        throw error;
      }
    },
    readTyped: read,
  };
}
