import { describe, expect, it } from "vitest";
import { checkPassword, countCharacters } from "./password-rules";

const about = ["user@example.org", "Uma User", "Portico", "Example Calendar"];
const alone = { about, hasSecondFactor: false };
const besideAnother = { about, hasSecondFactor: true };

const problemOf = async (password: string, owner = alone) => {
  const checked = await checkPassword(password, owner);
  return "problem" in checked ? checked.problem : null;
};

describe("a new password (NIST SP 800-63B-4 §3.1.1.2)", () => {
  it.each([
    "four quiet grey herons",
    "pvqzkwtmrxjhbns",
    "Mein Fahrrad hat 3 Räder",
    "비밀번호는 충분히 길어야 합니다",
    "🦉 owls over the 🌊 at noon",
    " leading and trailing spaces ",
    "aaaaaaaaaaaaaab and then some",
    "violet harbor lantern quartz",
    "correct horse battery 9",
    "river-stone-cloud-mirror",
    "my dog ate 14 blue socks",
    "we went to italy in 1999 by bike",
    `${"🦉 ".repeat(20)}and twenty four quieter x`,
  ])("may be of any characters: %j", async (password) => expect(await problemOf(password)).toBeNull());

  it.each([
    ["", "empty"],
    ["fourteen chars", "short"],
    ["🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉", "short"],
    ["x7 ".repeat(100), "long"],
  ])("must have fifteen to 256 characters: %j is %s", async (password, problem) =>
    expect(await problemOf(password)).toBe(problem),
  );

  it.each([
    ["pvqzkwt", "tiny"],
    ["pvqzkwtm", null],
    ["dragon12", "common"],
    ["P4ssw0rd!", "common"],
  ])("needs eight where a second factor is always asked for: %j is %s", async (password, problem) =>
    expect(await problemOf(password, besideAnother)).toBe(problem),
  );

  it.each([
    "passwordpassword",
    "P4ssw0rdP4ssw0rd",
    "password12345678",
    "PasswordPassword2024!",
    "letmein-letmein-1",
    "qwertyuiopasdfgh",
    "123456789012345",
    "abcdefghijklmnop",
    "aaaaaaaaaaaaaaaa",
    "abababababababab",
    "iloveyouforever1",
    "correct horse battery staple",
    "CorrectHorseBatteryStaple1",
    "zyxwvutsrqponml",
    "1q2w3e4r5t6y7u8i",
    "thisismypassword",
    "liverpoolfootballclub",
    "jesusismysavior",
    "Liverpool Football Club 2024",
    "Jesus is my Savior!",
    "this.is.my.password.1",
    "maytheforcebewithyou",
    "ilovemyfamily123",
    "nuncateolvidare",
    "amigasporsiempre",
    "mahalnamahalkita",
    "manchesterunited",
    "neversaymypassword",
    "1qa2ws3ed4rf5tg",
    "30secondstomars",
    "supercalifragilisticexpialidocious",
  ])("is not what attackers try first: %s", async (password) => expect(await problemOf(password)).toBe("common"));

  it.each([
    "user@example.org",
    "user@example.org1",
    "umauserumauseruma",
    "portico-portico-portico",
    "ExampleCalendar2026!",
  ])("is not the person's own address or name, nor that of the portal or the app: %s", async (password) =>
    expect(await problemOf(password)).toMatch(/personal|common/),
  );

  it("counts code points, of the form in which the password is hashed", () => {
    expect(countCharacters("🦉é")).toBe(2);
    expect(countCharacters("e\u0301")).toBe(1);
    expect(countCharacters("각".normalize("NFD"))).toBe(1);
  });
});
