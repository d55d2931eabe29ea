import { describe, expect, it } from "vitest";
import { type Josa, josa } from "./josa";

describe("the particle after a name", () => {
  it.each<[string, string, Josa, string]>([
    ["a syllable with a final consonant", "달력", "을/를", "달력을"],
    ["a syllable that ends in a vowel", "메모", "을/를", "메모를"],
    ["a final ㄹ, which counts as a vowel before 로", "메일", "으로/로", "메일로"],
    ["a final ㄹ, which is a consonant elsewhere", "메일", "이/가", "메일이"],
    ["another final consonant before 으로", "앨범", "으로/로", "앨범으로"],
    ["a syllable that came in pieces", "메모".normalize("NFD"), "은/는", `${"메모".normalize("NFD")}는`],
    ["a digit read aloud: 삼", "일정 3", "과/와", "일정 3과"],
    ["a digit read aloud: 이", "일정 2", "과/와", "일정 2와"],
    ["a digit read aloud: 팔", "일정 8", "으로/로", "일정 8로"],
    ["letters spelt one by one: 에이피아이", "API", "은/는", "API는"],
    ["letters spelt one by one: 유알엘", "URL", "으로/로", "URL로"],
    ["letters spelt one by one: 씨알엠", "CRM", "이라는/라는", "CRM이라는"],
    ["an English word whose last sound is certain", "Portico", "을/를", "Portico를"],
    ["one that ends in r, which is not read", "Acme Calendar", "이/가", "Acme Calendar가"],
    ["one that ends in n", "Amazon", "이/가", "Amazon이"],
    ["one that ends in l", "Mail", "으로/로", "Mail로"],
    ["a bracket after it, which is not read", "달력(시험)", "을/를", "달력(시험)을"],
  ])("fits %s", (_, word, pair, expected) => {
    expect(josa(word, pair)).toBe(expected);
  });

  it.each<[string, string, Josa, string]>([
    ["an English word that is read in more than one way", "Google", "을/를", "Google을(를)"],
    ["another", "Chat", "으로/로", "Chat(으)로"],
    ["another script", "カレンダー", "이/가", "カレンダー이(가)"],
    ["what is not read at all", "🎉", "은/는", "🎉은(는)"],
    ["no name", "", "과/와", "와(과)"],
  ])("is written in both ways after %s", (_, word, pair, expected) => {
    expect(josa(word, pair).replaceAll("\u2060", "")).toBe(expected);
  });

  it("has no place for a line to break in, where it is written in both ways", () => {
    expect(josa("Chat", "으로/로")).toBe("Chat\u2060(\u2060으\u2060)\u2060로");
    expect(josa("Google", "을/를")).toBe("Google을\u2060(\u2060를\u2060)\u2060");
  });
});
