import type { ComponentType } from "react";
import type { IslandName } from "./names";

export interface IslandProps<Props extends object> {
  name: IslandName;
  of: ComponentType<Props>;
  /** as JSON they come to the browser */
  props: Props;
  /** `span` where a paragraph is around it */
  as?: "div" | "span";
}

/**
 * A part of a page of the sign-in that acts in the browser. Such a page brings no React: 140 kB of scripts would only draw again
 * what it already shows. `browser.ts` takes over these parts alone. On every other page React does so, as with any component.
 */
export function Island<Props extends object>({ name, of: Part, props, as: Place = "div" }: IslandProps<Props>) {
  return (
    <Place data-island={name} data-props={JSON.stringify(props)} className="contents">
      <Part {...props} />
    </Place>
  );
}
