import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Words } from "@/lib/i18n/words";

/** Marks an address that somebody tried and that leads to none of the app's hosts. */
export function ForeignHostBadge({ words }: { words: Words }) {
  return (
    <Badge tone="warning" icon={<TriangleAlert aria-hidden="true" className="size-3.5" />}>
      {words.console.redirectUris.foreignHost}
    </Badge>
  );
}
