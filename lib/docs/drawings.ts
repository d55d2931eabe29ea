import type { Words } from "../i18n/words";
import type { DrawingName } from "./pages";

export type Actor = keyof Words["docs"]["actors"];

/** A message of a drawing. */
export interface Message {
  from: Actor;
  to: Actor;
  /** what it is called on the wire; null: people do it */
  wire: string | null;
}

interface Drawing {
  /** from left to right */
  actors: readonly Actor[];
  /** as many as the drawing's words have steps, in the same order */
  messages: readonly Message[];
}

const message = (from: Actor, to: Actor, wire: string | null = null): Message => ({ from, to, wire });

/** The drawings of the documentation. Their words are in the catalogue (`docs.drawings`). */
export const DRAWINGS: Readonly<Record<DrawingName, Drawing>> = {
  flow: {
    actors: ["person", "portal", "app", "api"],
    messages: [
      message("app", "portal", "register"),
      message("portal", "app", "client_id"),
      message("app", "portal", "authorize"),
      message("portal", "person"),
      message("person", "portal"),
      message("portal", "app", "code"),
      message("app", "portal", "code"),
      message("portal", "app", "token"),
      message("app", "api", "Bearer"),
      message("api", "app", "200"),
      message("app", "portal", "refresh"),
      message("portal", "app", "token"),
    ],
  },
  refresh: {
    actors: ["other", "portal", "app"],
    messages: [
      message("app", "portal", "pt_rt_1"),
      message("portal", "app", "pt_rt_2"),
      message("other", "portal", "pt_rt_1"),
      message("portal", "other", "400"),
      message("app", "portal", "pt_rt_2"),
      message("portal", "app", "400"),
    ],
  },
  check: {
    actors: ["app", "api", "portal"],
    messages: [
      message("app", "api", "Bearer"),
      message("api", "portal", "introspect"),
      message("portal", "api", "active"),
      message("api", "portal", "jwks"),
      message("api", "portal", "status"),
      message("api", "app", "200 / 401"),
    ],
  },
};
