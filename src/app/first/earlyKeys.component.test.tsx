import { expect, test } from "vitest";
import { pressEarlyKeys } from "./earlyKeys.ts";

test("keys of the first screen are pressed again, once; those of its text box and those already used are not", () => {
  const box = document.createElement("textarea");
  document.body.append(box);
  const early = (target: Element, init: KeyboardEventInit, used = false) => {
    const event = new KeyboardEvent("keydown", { cancelable: true, ...init });
    target.dispatchEvent(event);
    if (used) event.preventDefault();
    return event;
  };
  window.earlyKeys = [
    early(document.body, { key: "e", code: "KeyE" }),
    early(box, { key: "x" }),
    early(document.body, { key: "z", ctrlKey: true }),
    early(document.body, { key: "/" }, true),
  ];
  const heard: string[] = [];
  const listen = ({ key, code, ctrlKey }: KeyboardEvent) => heard.push(`${ctrlKey ? "Ctrl+" : ""}${key} ${code}`);
  window.addEventListener("keydown", listen);
  pressEarlyKeys();
  pressEarlyKeys();
  window.removeEventListener("keydown", listen);
  box.remove();
  expect(heard).toEqual(["e KeyE", "Ctrl+z "]);
  expect(window.earlyKeys).toBeNull();
});
