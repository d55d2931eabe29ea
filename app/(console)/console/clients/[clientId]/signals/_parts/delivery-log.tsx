import { PressForm } from "@/components/forms/press-form";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { Time } from "@/components/ui/time";
import type { Delivery } from "@/lib/db/clients/event-streams";
import type { FormAction } from "@/lib/forms/answer";
import type { Words } from "@/lib/i18n/words";

const tones: Record<Delivery["state"], BadgeTone> = {
  waiting: "warning",
  delivered: "success",
  refused: "danger",
  given_up: "danger",
};

/** An event, and the form that sends it again. */
export type LoggedDelivery = Delivery & { again: FormAction };

export interface DeliveryLogProps {
  words: Words;
  deliveries: readonly LoggedDelivery[];
  /** how many of all were not delivered, and do not wait any more */
  failed: number;
  allAgain: FormAction;
}

/** What became of the newest events. */
export function DeliveryLog({ words, deliveries, failed, allAgain }: DeliveryLogProps) {
  const texts = words.console.signals;
  if (deliveries.length === 0) return <p className="text-sm text-fg-muted">{texts.logNone}</p>;
  const columns: DataColumn<LoggedDelivery>[] = [
    {
      key: "kind",
      header: texts.event,
      isRowHeader: true,
      cell: ({ kind }) => <span className="inline-block min-w-40 font-normal">{texts.kinds[kind]}</span>,
    },
    {
      key: "at",
      header: texts.at,
      cell: ({ createdAt }) => (
        <span className="inline-block min-w-36">
          <Time words={words} value={createdAt} format="date-time" />
        </span>
      ),
    },
    {
      key: "state",
      header: texts.state,
      cell: ({ state, tries, lastError }) => (
        <div className="grid justify-items-start gap-1">
          <Badge tone={tones[state]}>{texts.states[state]}</Badge>
          {tries > 1 ? <span className="text-fg-muted">{texts.tries(tries)}</span> : null}
          {lastError ? <span className="wrap-anywhere">{lastError}</span> : null}
        </div>
      ),
    },
    {
      key: "again",
      header: <span className="sr-only">{texts.again}</span>,
      align: "end",
      cell: ({ eventId, state, kind, createdAt, again }) =>
        state === "waiting" ? null : (
          <PressForm action={again} heir="log-heading">
            <Button size="sm" id={`again-${eventId}`} aria-label={texts.againLabel(texts.kinds[kind], createdAt)}>
              <span className="whitespace-nowrap">{texts.again}</span>
            </Button>
          </PressForm>
        ),
    },
  ];
  return (
    <div className="grid gap-4">
      {failed > 0 ? (
        <PressForm action={allAgain} heir="log-heading">
          <Button>{texts.allAgain(failed)}</Button>
        </PressForm>
      ) : null}
      <DataTable
        caption={texts.logTitle}
        isCaptionHidden
        columns={columns}
        rows={deliveries}
        rowKey={({ eventId }) => eventId}
      />
    </div>
  );
}
