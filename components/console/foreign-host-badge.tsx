import { TriangleAlert } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { getWords } from "@/lib/i18n/words";

/** Marks an address that somebody tried and that leads to none of the app's hosts. */
export function ForeignHostBadge() {
  return (
    <Badge tone="warning" icon={<TriangleAlert aria-hidden="true" className="size-3.5" />}>
      {getWords().console.redirectUris.foreignHost}
    </Badge>
  );
}
