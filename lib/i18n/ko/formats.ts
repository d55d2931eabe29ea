import { createFormats } from "../formats";

/** How Korean writes dates and lists. */
export const formats = createFormats("ko-KR");
export const { formatDate, formatDateTime, formatNumber, formatWait } = formats;
