import { type ComponentType, createElement } from "react";
import { hydrateRoot, type Root } from "react-dom/client";

type Parts = Readonly<Record<string, ComponentType<never>>>;

const roots: Root[] = [];
let known: Parts = {};

/** Lets the islands of the page act. An island whose props are gone is taken over. */
export function takeOver(parts: Parts = known): void {
  known = parts;
  for (const place of document.querySelectorAll<HTMLElement>("[data-island][data-props]")) {
    const { island = "", props = "{}" } = place.dataset;
    const Part = known[island] as ComponentType<object> | undefined;
    if (!Part) continue;
    roots.push(hydrateRoot(place, createElement(Part, JSON.parse(props) as object)));
    delete place.dataset.props;
  }
}

/** Ends the islands of the page, and what they asked the browser for. */
export function letGo(): void {
  for (const root of roots.splice(0)) root.unmount();
}
