import { getWords } from "../i18n/words";
import { type Problem, sentenceOf } from "./result";

/** What a form of the console shows after it was sent: words, so that it can cross to the browser as it is. */
export interface ActionState {
  /** counts up, so that the form knows that an answer is new */
  attempt: number;
  /** null: nothing is wrong */
  message: string | null;
  /** per field, what is wrong */
  fields: Record<string, string>;
  /** what was typed */
  values: Record<string, string>;
  /** id of what the action made on the page: the focus goes there */
  made?: string;
}

/** A form that was not sent yet. */
export const untouched: ActionState = { attempt: 0, message: null, fields: {}, values: {} };

/** The form comes back with what was typed and what was wrong with it. */
export function stateOfProblem(previous: ActionState, problem: Problem, values: Record<string, string>): ActionState {
  const words = getWords().console.problems;
  return {
    attempt: previous.attempt + 1,
    message: sentenceOf(problem),
    fields: Object.fromEntries(Object.entries(problem.fields).map(([field, key]) => [field, words[key]])),
    values,
  };
}

/** The form comes back with other values and no complaint. */
export function stateOfValues(previous: ActionState, values: Record<string, string>): ActionState {
  return { attempt: previous.attempt + 1, message: null, fields: {}, values };
}

/** The form starts again, with what the page now says. */
export function stateOfSuccess(previous: ActionState, made?: string): ActionState {
  return { ...stateOfValues(previous, {}), made };
}

/** A text field of a form, trimmed; "" when it is absent. */
export function textField(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}

/** All values of checkboxes with one name. */
export function listField(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === "string");
}

/** The lines of a text area, without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/**
 * The text after the fix that a person chose without JavaScript: the button says `<line> <address>`.
 * Null when no such button was pressed.
 */
export function applyFix(form: FormData, field: string): string | null {
  const fix = /^(\d+) (\S+)$/.exec(textField(form, "fix"));
  if (!fix) return null;
  const lines = linesOf(textField(form, field));
  lines[Number(fix[1])] = fix[2] ?? "";
  return lines.join("\n");
}
