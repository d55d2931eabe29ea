/** Whether a value is of the kind of an argument. */
export type Kind<T> = (value: unknown) => value is T;

/** The kinds of these values, in their order. */
export type KindsOf<Bound extends unknown[]> = readonly [...{ [Place in keyof Bound]: Kind<Bound[Place]> }];

/** The longest text that a page binds to a form (ids, names and addresses), in characters. */
const MAX_LENGTH = 2_000;

/** The kinds of arguments that a page binds to a form. */
export const text = (value: unknown): value is string => typeof value === "string" && value.length <= MAX_LENGTH;
export const textOrNull = (value: unknown): value is string | null => value === null || text(value);
export const flag = (value: unknown): value is boolean => typeof value === "boolean";

/** One of these texts. */
export function oneOf<const Texts extends readonly string[]>(texts: Texts): Kind<Texts[number]> {
  return (value): value is Texts[number] => texts.some((each) => each === value);
}

/** Whether there is one value per kind, each of its kind. */
export function areBound<Bound extends unknown[]>(kinds: KindsOf<Bound>, values: unknown[]): values is Bound {
  return kinds.length === values.length && kinds.every((isRight, place) => isRight(values[place]));
}
