import { describe, expect, it } from "vitest";
import { checkPassword, countCharacters } from "./password-rules";

const about = ["user@example.org", "Uma User", "Portico"];

describe("a new password (NIST SP 800-63B-4 §3.1.1.2)", () => {
  it.each([
    "four quiet grey herons",
    "pvqzkwtmrxjhbns",
    "Mein Fahrrad hat 3 Räder",
    "비밀번호는 충분히 길어야 합니다",
    "🦉 owls over the 🌊 at noon",
    " leading and trailing spaces ",
    "aaaaaaaaaaaaaab and then some",
  ])("may be of any characters: %j", (password) => expect(checkPassword(password, about)).toBeNull());

  it.each([
    ["", "empty"],
    ["fourteen chars", "short"],
    ["🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉", "short"],
    ["x7 ".repeat(100), "long"],
  ])("must have fifteen to 256 characters: %j is %s", (password, problem) =>
    expect(checkPassword(password, about)).toBe(problem),
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
    "zyxwvutsrqponml",
    "1q2w3e4r5t6y7u8i",
  ])("is not what attackers try first: %s", (password) => expect(checkPassword(password, about)).toBe("common"));

  it.each(["user@example.org", "user@example.org1", "umauserumauseruma", "portico-portico-portico"])(
    "is not the person's own address or name: %s",
    (password) => expect(checkPassword(password, about)).toMatch(/personal|common/),
  );

  it("counts characters as people see them", () => {
    expect(countCharacters("👩‍👩‍👧é")).toBe(2);
  });
});
