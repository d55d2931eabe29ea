/** A figure of an exercise. */
export interface Figure {
  what: string;
  value: string;
  /** null: only to be read */
  isRight: boolean | null;
}

/** Something that happens to a portal, and what it must do then. */
export interface Exercise {
  name: string;
  /** @throws {MissingError} when this machine lacks what it needs; other errors are failures */
  run: () => Promise<Figure[]>;
}

/** This machine lacks a program or a right that an exercise needs. The message says which. */
export class MissingError extends Error {
  override name = "MissingError";
}

export const figure = (what: string, value: string | number, isRight: boolean | null = null): Figure => ({
  what,
  value: String(value),
  isRight,
});
