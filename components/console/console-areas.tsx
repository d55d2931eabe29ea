import { Nav } from "@/components/ui/nav";
import type { Words } from "@/lib/i18n/words";

/** The two lists of the console: apps, and for administrators the APIs that apps ask for. */
export function ConsoleAreas({ words, current }: { words: Words; current: "apps" | "apis" }) {
  const texts = words.console;
  return (
    <Nav
      direction="row"
      label={texts.apis.areas}
      items={[
        { href: "/console", label: texts.apps, isCurrent: current === "apps" },
        { href: "/console/apis", label: texts.apis.title, isCurrent: current === "apis" },
      ]}
    />
  );
}
