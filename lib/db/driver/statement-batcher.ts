import { type BatchOptions, createBatcher } from "../../engine/batch";
import { observeBatch } from "../../metrics/metrics";
import { isRowError } from "./sql";

/**
 * A batcher for a statement. If the database refuses a batch because of its content, the items are tried one by one.
 * @param run runs the statement for several items, all or nothing; answers in their order
 */
export function createStatementBatcher<Item, Answer>(
  run: (items: Item[]) => Promise<Answer[]>,
  options: Omit<BatchOptions<Item>, "isItemError" | "onBatch"> = {},
): (item: Item) => Promise<Answer> {
  const kind = options.overlaps ? "write" : "read";
  const onBatch = (items: number, milliseconds: number) => observeBatch(kind, items, milliseconds);
  return createBatcher(run, { ...options, isItemError: isRowError, onBatch });
}
