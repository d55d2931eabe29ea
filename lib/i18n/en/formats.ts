import { createFormats } from "../formats";

/** How British English writes dates and lists. */
export const formats = createFormats("en-GB");
export const { formatDate, formatDateTime, formatNumber, formatWait, pluralize } = formats;
