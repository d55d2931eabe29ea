import { describe, expect, it } from "vitest";
import { listWords } from "../testing/listed-words";
import { formats } from "./formats";
import { words } from "./words";

const listed = listWords(words);

const found = (pattern: RegExp, part = /^/) =>
  listed
    .filter(({ place, text }) => part.test(place) && pattern.test(text))
    .map(({ place, text }) => `${place}: ${text}`);

describe("the glossary of lib/i18n/ko/README.md", () => {
  it.each<[string, RegExp]>([
    ["앱, not 어플 or 애플리케이션", /어플|애플리케이션|응용 프로그램/],
    ["리다이렉트 URI, not 리디렉션", /리디렉|리다이렉션|재지정/],
    ["액세스 토큰, not 엑세스 or 접근 토큰", /엑세스|억세스|접근 토큰/],
    ["접근 권한, not 액세스 권한", /액세스 (권한|허용)/],
    ["리프레시 토큰, not 갱신 토큰", /갱신 토큰|새로 고침 토큰|리프레쉬/],
    [
      "인가, not 인증 or 권한 부여, of codes, requests and the server",
      /인증 (코드|요청|서버|엔드포인트)|권한 부여|승인 코드/,
    ],
    ["클라이언트, not 고객", /고객/],
    ["시크릿, not 비밀 or 보안 비밀", /비밀(?!번호)|씨크릿/],
    ["스코프, not 범위, of scopes", /스코프 범위|권한 범위/],
    ["패스키, not 패스 키", /패스 키|암호 키/],
    ["비밀번호, not 암호 or 패스워드", /암호(?!화)|패스워드/],
    ["이메일 for the address, 메일 for what is sent", /이메일(을|이) (보|도착)|전자 ?우편/],
    ["로그인, not 사인인 or 접속하기", /사인 ?인|로그 인/],
    ["폐기, not 취소 or 철회, of tokens and secrets", /(토큰|시크릿)(을|를|) (취소|철회|무효)/],
    ["확인된, not 검증된 or 인증된, of apps and publishers", /(검증|인증)된 (앱|게시자)/],
    ["정지, not 중단 or 중지, of apps and accounts", /(앱|계정)(을|를|이|) (중단|중지)/],
    ["두 번째 인증 수단, not 2단계 인증", /2단계|2차 인증|이중 인증/],
    ["초기 액세스 토큰, not 최초 액세스 토큰", /최초 액세스/],
    ["개인정보처리방침, in one word", /개인정보 처리/],
    ["스팸함, not 스팸 폴더", /스팸 |스팸메일/],
    ["메시지, 파라미터, 콘텐츠 as the standard spells them", /메세지|파라메[터타]|패러미터|컨텐츠/],
  ])("has one word: %s", (_, variant) => {
    expect(found(variant)).toEqual([]);
  });

  it("speaks in 합니다 style, to nobody by 당신 or 귀하", () => {
    expect(found(/(해|돼|워|어|아|예|에|네|지|거든|까|나|가)요(?=[.?!\s]|$)/)).toEqual([]);
    expect(found(/당신|귀하|여러분|회원님/)).toEqual([]);
  });

  it("has none of the punctuation of English: no dash between clauses, no semicolon, no exclamation mark", () => {
    expect(found(/[;!—–]/, /^(?!console\.(settings\.protocol\.libraries|register\.preset))/)).toEqual([]);
    expect(found(/[.,?](?=[가-힣])/)).toEqual([]);
  });

  it("writes the particle that fits a name by `josa`, never both by hand", () => {
    // Those of `josa` have joiners around the brackets.
    const byHand = /을\(를\)|이\(가\)|은\(는\)|와\(과\)|\(으\)로|\(이\)라는|을\/를|이\/가|은\/는/;
    expect(found(byHand)).toEqual([]);
    // After a name the consonant is not known, so no one particle that depends on it can stand there.
    expect(found(/⟧(?:을|를|은|는|이|가|과|와|으로|로)(?![가-힣(\u2060])/)).toEqual([]);
  });

  it("never tells people of OAuth, scopes, clients, tokens or grants", () => {
    const words = /OAuth|스코프|클라이언트|토큰|그랜트|리다이렉트|인가/i;
    const own =
      /^auth\.error\.(client|received|registered|registeredNone|registeredHidden)$|^auth\.consent\.reportMail/;
    const people = listed.filter(({ place }) => /^(account|auth)\./.test(place) && !own.test(place));
    expect(people.filter(({ text }) => words.test(text)).map(({ place }) => place)).toEqual([]);
  });
});

it("Korean dates, numbers and lists are Korean", () => {
  const at = new Date("2026-03-03T14:05:00Z");
  expect(formats.formatDate(at)).toBe("2026년 3월 3일");
  expect(formats.formatDateTime(at)).toBe("2026년 3월 3일 14:05 UTC");
  expect(formats.formatRelativeTime(at, new Date("2026-03-03T16:05:00Z"))).toBe("2시간 전");
  expect(formats.formatRelativeTime(at, new Date("2026-03-04T16:05:00Z"))).toBe("어제");
  expect(formats.formatNumber(12345)).toBe("12,345");
  expect(formats.formatList(["이름", "사진", "언어"])).toBe("이름, 사진 및 언어");
  expect(formats.formatLanguage("de")).toBe("독일어 (Deutsch)");
});
