import type { Words } from "../i18n/words";
import type { Flash } from "./flash";

/** A sentence of the catalogue, chosen before the reader's language is known. */
export type Sentence = (words: Words) => string;

/**
 * The result of a form.
 * @typeParam Name of its fields
 * @typeParam Key of its possible problems, in the words that it declares
 * @typeParam Shown what the answer shows in place of the form
 */
export type FormResult<Name extends string, Key extends string, Shown = never> =
  | Done
  | Refused<Name, Key>
  | { kind: "filled"; values: Partial<Record<Name, string>> }
  | { kind: "shown"; shown: (words: Words) => Shown }
  | Missing;

/** It did what was asked, or there was nothing to do. */
export interface Done {
  kind: "done";
  /** the page that says so, with its query */
  goTo: string;
  /** that page is reloaded, even if the form is on it */
  isAnew?: boolean;
  /** what that page says, once */
  says?: Sentence;
  tone?: Flash["tone"];
  /** id of what was made on that page: the focus goes there */
  made?: string;
}

/** The form is shown again with what was typed and what is wrong. */
export interface Refused<Name extends string, Key extends string> {
  kind: "refused";
  fields?: Partial<Record<Name, Key>>;
  /** a sentence about the form as a whole; default: that some fields need attention */
  says?: Sentence;
}

/** The thing that the form is about does not exist: the answer is 404. */
export interface Missing {
  kind: "missing";
}
