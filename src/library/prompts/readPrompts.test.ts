import { expect, test } from "vitest";
import { readPrompts } from "./readPrompts.ts";

const file = (text: string) => new Blob([text]);

test("plain text has one prompt a line; empty lines are left out", async () => {
  expect(await readPrompts(file("\uFEFFWhy?\r\n\n  \nHow, and when?\n"), "a.txt")).toEqual(["Why?", "How, and when?"]);
});

test("of a table, the prompt column is read, whatever its kind", async () => {
  const wanted = ["Why, and\nhow?", "Who?"];
  expect(await readPrompts(file('id,Prompt,score\n1,"Why, and\nhow?",1\n2,Who?,0\n'), "a.csv")).toEqual(wanted);
  expect(await readPrompts(file("id\tquestion\n1\tWho?\n"), "a.tsv")).toEqual(["Who?"]);
  const records = wanted.map((prompt, id) => ({ id, prompt }));
  expect(await readPrompts(file(records.map((one) => JSON.stringify(one)).join("\n")), "a.jsonl")).toEqual(wanted);
  expect(await readPrompts(file(JSON.stringify(records)), "a.json")).toEqual(wanted);
  expect(await readPrompts(file(JSON.stringify(wanted, null, 2)), "a.json")).toEqual(wanted);
  expect(await readPrompts(file("my own name\nWho?\n"), "a.csv")).toEqual(["Who?"]);
});

test("a prompt that stands in a file twice is routed twice", async () => {
  expect(await readPrompts(file("prompt\nWho?\nWho?\n"), "a.csv")).toEqual(["Who?", "Who?"]);
});

test("a file that cannot be read gets a sentence that names it and says what to do", async () => {
  await expect(readPrompts(file("a,b\n1,2\n"), "x.csv")).rejects.toThrow(
    "x.csv has no column with prompts: it has “a”, “b”. Call one of them “prompt”.",
  );
  await expect(readPrompts(file(" \n\n"), "x.txt")).rejects.toThrow("x.txt has no prompts");
  await expect(readPrompts(file(""), "x.csv")).rejects.toThrow("x.csv is empty");
  await expect(readPrompts(file('["a", '), "x.json")).rejects.toThrow("x.json");
});
