import { Nav } from "@/components/ui/nav";
import { getWords } from "@/lib/i18n/words";

/** The two lists of the console: apps, and for administrators the APIs that apps ask for. */
export function ConsoleAreas({ current }: { current: "apps" | "apis" }) {
  const words = getWords().console;
  return (
    <Nav
      direction="row"
      label={words.apis.areas}
      items={[
        { href: "/console", label: words.apps, isCurrent: current === "apps" },
        { href: "/console/apis", label: words.apis.title, isCurrent: current === "apis" },
      ]}
    />
  );
}
