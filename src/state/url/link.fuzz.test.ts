import fc from "fast-check";
import { test } from "vitest";
import { anyText, FUZZ, FUZZ_TIMEOUT_MS } from "../../core/testing/fuzzing.ts";
import { readPreferences } from "../preferences.ts";
import { decodeView, encodeView } from "./link.ts";
import { LINK_KEYS } from "./linkKeys.ts";

const SIGNS = [
  ...LINK_KEYS.map(({ name }) => `&${name}=`),
  "&l.size=",
  "#",
  "~",
  "_",
  "-1",
  "1e999",
  "NaN",
  "0.5",
  "%ff",
  "%00",
  "%",
  "__proto__",
];

test(
  "any fragment opens to a view, whose own link opens to the same view",
  () => {
    fc.assert(
      fc.property(anyText(SIGNS), (fragment) => {
        const link = encodeView(decodeView(fragment));
        if (encodeView(decodeView(link)) !== link) throw new Error(`${link} does not restore itself`);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);

test(
  "any stored value gives preferences",
  () => {
    const pieces = [
      '{"theme":',
      '"dark"',
      ',"tour":',
      "1e999",
      "-1",
      "null",
      "[",
      "}",
      ',"singleKeys":true}',
      '"__proto__":',
    ];
    fc.assert(
      fc.property(fc.oneof(anyText(pieces), fc.json()), (written) => {
        const { theme, tour } = readPreferences(written);
        if (!["system", "light", "dark"].includes(theme)) throw new Error(`theme ${theme}`);
        if (typeof tour === "number" && !(tour >= 0 && tour <= 1_000)) throw new Error(`tour ${tour}`);
      }),
      FUZZ,
    );
  },
  FUZZ_TIMEOUT_MS,
);
