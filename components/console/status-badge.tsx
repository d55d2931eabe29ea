import { CircleCheck, CircleDashed, CirclePause, Hourglass, Trash2 } from "lucide-react";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { ShownStatus } from "@/lib/clients/list-clients";
import type { Words } from "@/lib/i18n/words";

const looks: Record<ShownStatus, { tone: BadgeTone; icon: typeof CircleCheck }> = {
  development: { tone: "neutral", icon: CircleDashed },
  in_review: { tone: "info", icon: Hourglass },
  verified: { tone: "success", icon: CircleCheck },
  suspended: { tone: "warning", icon: CirclePause },
  deleted: { tone: "danger", icon: Trash2 },
};

/** The state of a client, as an icon and a word. */
export function StatusBadge({ words, status }: { words: Words; status: ShownStatus }) {
  const { tone, icon: Icon } = looks[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" className="size-3.5" />}>
      {words.console.statuses[status]}
    </Badge>
  );
}
