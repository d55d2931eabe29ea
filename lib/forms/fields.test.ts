import { describe, expect, it } from "vitest";
import * as field from "./fields";

describe("the fields of a form", () => {
  const fields = {
    name: field.text(5),
    secret: field.password(),
    key: field.hidden(),
    kind: field.choice(["web", "native"]),
    uris: field.lines(),
    isPublic: field.tick(),
    scopes: field.ticks(),
    logo: field.file(),
  };

  const sent = new URLSearchParams([
    ["name", "  Ann "],
    ["secret", " pass word "],
    ["key", "k1"],
    ["kind", "other"],
    ["uris", " https://a.example \r\n\n https://b.example"],
    ["isPublic", "on"],
    ["scopes", "read"],
    ["scopes", "write"],
    ["unknown", "x"],
  ]);

  it("are read as they were declared, and nothing else is", () => {
    expect(field.readFields(fields, sent)).toEqual({
      name: "Ann",
      secret: " pass word ",
      key: "k1",
      kind: undefined,
      uris: ["https://a.example", "https://b.example"],
      isPublic: true,
      scopes: ["read", "write"],
      logo: null,
    });
  });

  it("are empty when they were not sent", () => {
    expect(field.readFields(fields, new FormData())).toEqual({
      name: "",
      secret: "",
      key: "",
      kind: undefined,
      uris: [],
      isPublic: false,
      scopes: [],
      logo: null,
    });
  });

  it("come back as they were typed, passwords, keys and files apart", () => {
    expect(field.readTyped(fields, sent)).toEqual({
      name: "Ann",
      kind: "other",
      uris: "https://a.example \r\n\n https://b.example",
      isPublic: "on",
      scopes: "read\nwrite",
    });
  });

  it("are cut to one character more than they may have, for which they are refused", () => {
    expect(field.readFields(fields, new URLSearchParams({ name: "a".repeat(1_000) })).name).toBe("aaaaaa");
  });

  it("hold no file where a text is asked for, and no text where a file is", () => {
    const form = new FormData();
    form.set("name", new File(["x"], "x.png"));
    form.append("scopes", new File(["x"], "x.png"));
    form.set("logo", "x");
    expect(field.readFields(fields, form)).toMatchObject({ name: "", scopes: [], logo: null });
    form.set("logo", new File(["x"], "x.png"));
    expect(field.readFields(fields, form).logo).toBeInstanceOf(File);
  });
});
