import pg from "pg";
import { expect, it } from "vitest";
import { parseTimestamp } from "./parse-timestamp";

const parseAsDriver = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, "text");

it.each([
  "2026-12-01 11:43:35+00",
  "2026-12-01 11:43:35.1+00",
  "2026-12-01 11:43:35.12+00",
  "2026-12-01 11:43:35.123+00",
  "2026-12-01 11:43:35.120456+00",
  "2000-02-29 00:00:00+00",
  "2999-12-31 23:59:59.999+00",
  "1969-07-20 20:17:40+00",
  "0099-01-01 00:00:00+00",
  "20260-12-01 11:43:35+00",
  "2026-12-01 11:43:35+09",
  "2026-12-01 11:43:35.123+05:30",
  "2026-12-01 11:43:35.123-00:00:30",
  "0044-03-15 12:00:00+00 BC",
  "2026-12-01",
  "infinity",
  "-infinity",
])("%s is read as the driver reads it", (text) => {
  expect(parseTimestamp(text)).toEqual(parseAsDriver(text));
});
