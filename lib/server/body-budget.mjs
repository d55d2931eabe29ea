import { MAX_PICTURE_FORM_BYTES, SMALL_BODY_BYTES } from "./request-body-limit.mjs";

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */

/** Bodies of so few bytes are not counted: the buffers of their connection take as much. */
const UNCOUNTED_BYTES = 16 * 1024;

/**
 * The most bytes of bodies that one process holds at once, from each sender and from all. Files have a limit of their
 * own, so that however many are on their way, a form is answered. Next.js copies a body several times while it reads it.
 */
export const heldLimits = {
  small: { each: 4 * 1024 * 1024, all: 16 * 1024 * 1024 },
  large: { each: 2 * MAX_PICTURE_FORM_BYTES, all: 12 * MAX_PICTURE_FORM_BYTES },
};

/**
 * How many bytes of a request's body count as held in memory: as many as it declares, otherwise the most that are read.
 * @param {Pick<IncomingMessage, "headers">} request @param {number} limit
 */
export function countHeldBytes({ headers }, limit) {
  const declared = headers["transfer-encoding"] === undefined ? Number(headers["content-length"] ?? 0) : limit;
  return declared <= UNCOUNTED_BYTES ? 0 : Math.min(declared, limit);
}

/** @param {{ each: number, all: number }} limits @param {number} processes */
function openLane({ each, all }, processes) {
  /** @type {Map<string, number>} */
  const bySender = new Map();
  return { each, all: Math.max(each, all / processes), held: 0, bySender };
}

/**
 * Counts the bodies that are in memory, each before it is read.
 * @param {number} [processes] how many share the limits for all senders
 */
export function createBodyBudget(processes = 1) {
  const [small, large] = [openLane(heldLimits.small, processes), openLane(heldLimits.large, processes)];

  /**
   * @param {string} sender @param {number} bytes
   * @returns {429 | 503 | (() => void)} the status of the refusal: too much from this sender, or from all; otherwise
   *   gives the bytes back, and does so once
   * @see RFC 6585 §4, RFC 9110 §15.6.4
   */
  function take(sender, bytes) {
    const lane = bytes > SMALL_BODY_BYTES ? large : small;
    const own = lane.bySender.get(sender) ?? 0;
    if (own + bytes > lane.each) return 429;
    if (lane.held + bytes > lane.all) return 503;
    lane.held += bytes;
    lane.bySender.set(sender, own + bytes);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      lane.held -= bytes;
      const left = (lane.bySender.get(sender) ?? 0) - bytes;
      if (left > 0) lane.bySender.set(sender, left);
      else lane.bySender.delete(sender);
    };
  }

  return { take };
}
