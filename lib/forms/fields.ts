/** A form as it was sent: to a Server Action, or to a route handler. */
export type SentForm = FormData | URLSearchParams;

/** How a field of a form is read. */
export interface Field<T> {
  /** the value; a field that was not sent reads as an empty one */
  read: (form: SentForm, name: string) => T;
  /** what the field shows again when the form is refused; null: nothing, as for passwords and files */
  readTyped: (form: SentForm, name: string) => string | null;
}

/** The fields of a form by name. */
export type Fields = Record<string, Field<unknown>>;

/** The values of the fields, by name. */
export type ValuesOf<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer T> ? T : never };

/**
 * The longest field in characters, unless its declaration has a lower limit. No text of the portal may be this long.
 */
const MAX_LENGTH = 64 * 1024;

/** Values of one name. */
const MAX_COUNT = 500;

/**
 * The text of a field. A text that is too long is cut one character beyond the limit, so that the use case refuses it
 * in its own words.
 */
function readText(form: SentForm, name: string, max: number): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, max + 1) : "";
}

function readAll(form: SentForm, name: string): string[] {
  const values: unknown[] = form.getAll(name);
  return values
    .filter((value) => typeof value === "string")
    .slice(0, MAX_COUNT)
    .map((value) => value.slice(0, MAX_LENGTH));
}

/** A text, trimmed. */
export function text(max = MAX_LENGTH): Field<string> {
  const read: Field<string>["read"] = (form, name) => readText(form, name, max).trim();
  return { read, readTyped: read };
}

/** A text that no person types or sees: an id, or the value of the pressed button. */
export function hidden(): Field<string> {
  return { ...text(), readTyped: () => null };
}

/** A password, exactly as it was typed. It is never shown again. */
export function password(): Field<string> {
  return { read: (form, name) => readText(form, name, MAX_LENGTH), readTyped: () => null };
}

/** A select or a group of radio buttons; a value that it does not offer reads as none. */
export function choice<const Offered extends readonly string[]>(offered: Offered): Field<Offered[number] | undefined> {
  const { read } = text();
  return { read: (form, name) => offered.find((each) => each === read(form, name)), readTyped: read };
}

/** The lines of a text area, without empty ones. */
export function lines(): Field<string[]> {
  const { read } = text();
  return { read: (form, name) => linesOf(read(form, name)), readTyped: read };
}

/** A whole number; null if nothing was typed, and NaN for anything else, so that it is refused. */
export function count(): Field<number | null> {
  const { read } = text();
  const toNumber = (typed: string) => (typed === "" ? null : Number(/^\d+$/.test(typed) ? typed : Number.NaN));
  return { read: (form, name) => toNumber(read(form, name)), readTyped: read };
}

/** A checkbox. */
export function tick(): Field<boolean> {
  const { read } = text();
  return { read: (form, name) => read(form, name) === "on", readTyped: read };
}

/** Checkboxes with one name: the values of those that are ticked. */
export function ticks(): Field<string[]> {
  return { read: readAll, readTyped: (form, name) => readAll(form, name).join("\n") };
}

/** A file; null when none was chosen. */
export function file(): Field<File | null> {
  return {
    read: (form, name) => {
      const value = form.get(name);
      return value instanceof File && value.size > 0 ? value : null;
    },
    readTyped: () => null,
  };
}

/** The same field on a page that may leave it out; undefined if it was not sent. */
export function ifSent<T>({ read, readTyped }: Field<T>): Field<T | undefined> {
  return { read: (form, name) => (form.has(name) ? read(form, name) : undefined), readTyped };
}

/** The hidden field that names the shown checkboxes and lists of a form, because unticked boxes send nothing. */
const SHOWN = "shown";

/** The same for checkboxes, which `FormSwitch` and `FormCheckGroup` announce in that hidden field. */
export function ifShown<T>({ read, readTyped }: Field<T>): Field<T | undefined> {
  const isShown = (form: SentForm, name: string) => readAll(form, SHOWN).includes(name);
  return {
    read: (form, name) => (isShown(form, name) ? read(form, name) : undefined),
    readTyped: (form, name) => (isShown(form, name) ? readTyped(form, name) : null),
  };
}

/** Reads all fields. */
export function readFields<F extends Fields>(fields: F, form: SentForm): ValuesOf<F> {
  const values = Object.entries(fields).map(([name, field]) => [name, field.read(form, name)]);
  return Object.fromEntries(values) as ValuesOf<F>;
}

/** What was typed, by the names of the fields that show it again. */
export function readTyped(fields: Fields, form: SentForm): Record<string, string> {
  const typed = Object.entries(fields).map(([name, field]) => [name, field.readTyped(form, name)] as const);
  return Object.fromEntries(typed.filter((entry): entry is [string, string] => entry[1] !== null));
}

/** The lines of a text, without empty ones. */
export function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
