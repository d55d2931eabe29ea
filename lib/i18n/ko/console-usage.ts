import type { Words } from "../en/words";
import { formatDate, formatDateTime, formatNumber } from "./formats";

/** Words of the page on which developers see how much their app is used. */
export const consoleUsageWords: Words["console"]["usage"] = {
  title: "사용량",
  intro: "앱이 한 일을 UTC 기준으로 시간별, 일별로 집계합니다. 개별 사용자에 대한 정보는 없습니다.",
  range: "기간",
  ranges: { "24h": "24시간", "7d": "7일", "30d": "30일", "90d": "90일" },
  none: "이 기간에 집계된 것이 없습니다",
  noneHint: "앱에 한 번 로그인하거나 더 긴 기간을 선택하세요. 이 버전의 포털을 설치한 때부터 집계합니다.",
  signIns: (done) => `로그인 ${formatNumber(done)}회`,
  signInEnds: { done: "완료", refused: "사용자가 거절", failed: "실패" },
  signInsBy: (done, people) => `사용자 ${formatNumber(people)}명이 로그인 ${formatNumber(done)}회`,
  tokens: (value) => `토큰 발급 ${formatNumber(value)}회`,
  errors: (value) => `거부된 요청 ${formatNumber(value)}건`,
  errorsHint: "원인을 누르면 해당 요청을 볼 수 있습니다.",
  p95: (milliseconds) => `토큰 엔드포인트가 요청의 95%에 ${formatNumber(milliseconds)}ms 이내로 응답했습니다`,
  slow: "토큰 엔드포인트가 요청의 5% 넘게 10초가 지나 응답했습니다",
  times: "횟수",
  cause: "원인",
  table: "표로 보기",
  step: { hour: "시간", day: "날짜" },
  at: { hour: (at) => formatDateTime(at), day: (at) => formatDate(at) },
  what: "항목",
  value: "수",
  within: "95% 응답 시간(ms)",
  chart: (what, range) => `${what}, ${range}`,
  download: "CSV로 다운로드",
};
